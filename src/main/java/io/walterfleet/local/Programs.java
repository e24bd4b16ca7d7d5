package io.walterfleet.local;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs programs on this computer. */
@FunctionalInterface
public interface Programs {
  /**
   * Runs it to its end, or ends it with all that it started.
   *
   * @param warden asked several times a second while it runs
   * @throws InterruptedException when this thread is interrupted; the program is ended before
   */
  Ended run(Program program, Warden warden) throws InterruptedException;

  /**
   * A program to be run.
   *
   * @param words the program and its arguments; no shell reads them
   * @param environment what is set beside what this process has
   * @param input what it can read, whole
   * @param printed where its standard output goes; absent where it is kept with its standard error
   */
  record Program(
      List<String> words,
      Map<String, String> environment,
      String input,
      Duration timeout,
      Optional<OutputStream> printed) {
    public Program {
      words = List.copyOf(words);
      environment = Map.copyOf(environment);
    }

    /** A program of whose output the last is kept. */
    public Program(
        List<String> words, Map<String, String> environment, String input, Duration timeout) {
      this(words, environment, input, timeout, Optional.empty());
    }
  }

  /** Somebody who may end a program before its time. */
  @FunctionalInterface
  interface Warden {
    /** True once it shall not go on. */
    boolean ends() throws InterruptedException;
  }

  /**
   * How a program ended.
   *
   * @param words how, such as "ended with 3"; fit to show, to stand behind the program's name
   * @param output what it printed to both its streams, or to standard error where the other went
   *     elsewhere; the last of it where that was much
   */
  record Ended(Kind kind, String words, String output) {
    /** The ways of ending. */
    public enum Kind {
      /** With the exit code 0. */
      DONE("done"),
      /** With another exit code, or it never began. */
      FAILED("failed"),
      /** It took too long, and was ended. */
      TIMED_OUT("timed-out"),
      /** It was ended by its warden. */
      ENDED("ended");

      private final String word;

      Kind(String word) {
        this.word = word;
      }

      /** The word in events. */
      public String word() {
        return word;
      }

      /** The way of a word. */
      public static Optional<Kind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
      }
    }

    /** The last line that it printed and that says something; empty when there is none. */
    public String lastLine() {
      return output
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .reduce((one, next) -> next)
          .orElse("");
    }

    /** True when it did what it should. */
    public boolean isDone() {
      return kind == Kind.DONE;
    }
  }
}
