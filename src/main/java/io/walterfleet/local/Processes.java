package io.walterfleet.local;

import io.walterfleet.fleet.Seconds;
import io.walterfleet.local.Programs.Ended.Kind;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs as processes of this computer.
 *
 * <ol>
 *   <li>Each is the first of a session of its own where the computer has {@code setsid}: a Ctrl-C
 *       in the terminal is for this program to heed, and there is nobody to ask for a password.
 *   <li>Both its streams are read to the end, of which the last {@link OutputTail#MOST_BYTES} are
 *       kept; its standard output goes elsewhere if somebody wants it.
 *   <li>One that is late, or unwanted, is asked to end with all that it started, and killed if it
 *       has not done so in a few seconds; so are all when this process ends.
 *   <li>What a program leaves running when it ends by itself is its own affair, and not waited for.
 * </ol>
 */
public final class Processes implements Programs {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Duration grace;
  private final Set<ProcessTree> running = ConcurrentHashMap.newKeySet();
  private boolean guarded;

  /** Processes that have five seconds to end when they are asked to. */
  public Processes() {
    this(Duration.ofSeconds(5));
  }

  /** Processes that have so long to end when they are asked to. */
  Processes(Duration grace) {
    this.grace = grace;
  }

  @Override
  public Ended run(Program program, Warden warden) throws InterruptedException {
    ProcessTree processTree = ProcessTree.next();
    ProcessBuilder builder =
        new ProcessBuilder(program.words())
            .redirectErrorStream(program.printed().isEmpty())
            .redirectInput(Redirect.PIPE);
    builder.environment().putAll(program.environment());
    processTree.mark(builder.environment());
    String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
    if (found(program.words().get(0), path).isEmpty()) {
      return failed("cannot be started: there is no such program that may be run");
    }
    found("setsid", path).ifPresent(setsid -> builder.command(shielded(setsid, program)));
    try {
      Process process = builder.start();
      processTree.head(process.toHandle());
      guard(processTree);
      return attended(process, processTree, program, warden);
    } catch (IOException refused) {
      return failed("cannot be started: " + refused.getMessage());
    } finally {
      running.remove(processTree);
    }
  }

  private static List<String> shielded(Path setsid, Program program) {
    List<String> words = new ArrayList<>(List.of(setsid.toString()));
    words.addAll(program.words());
    return words;
  }

  private static Ended failed(String words) {
    return new Ended(Kind.FAILED, words, "");
  }

  /** The file that a shell would run for this word. */
  private static Optional<Path> found(String word, String path) {
    Stream<Path> places =
        word.contains("/")
            ? Stream.of(Path.of(word))
            : Stream.of(path.split(File.pathSeparator, -1)).map(one -> Path.of(one, word));
    return places.filter(file -> Files.isExecutable(file) && !Files.isDirectory(file)).findFirst();
  }

  private Ended attended(Process process, ProcessTree processTree, Program program, Warden warden)
      throws InterruptedException {
    Optional<Thread> copier =
        program.printed().map(printed -> copied(process.getInputStream(), printed));
    OutputTail outputTail =
        OutputTail.of(copier.isPresent() ? process.getErrorStream() : process.getInputStream());
    feed(process.getOutputStream(), program.input());
    long deadline = System.nanoTime() + program.timeout().toNanos();
    boolean wholly = false;
    try {
      while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean late = System.nanoTime() - deadline > 0;
        if (late || warden.ends()) {
          processTree.end(grace);
          return new Ended(
              late ? Kind.TIMED_OUT : Kind.ENDED,
              late ? "took longer than " + Seconds.of(program.timeout()) : "was ended",
              outputTail.text(LAST_WORDS));
        }
      }
      if (copier.isPresent()) {
        copier.get().join(LAST_WORDS.toMillis());
      }
      wholly = true;
    } finally {
      if (!wholly) {
        processTree.kill();
      }
    }
    return ended(process.exitValue(), outputTail.text(LAST_WORDS));
  }

  private static Ended ended(int exit, String output) {
    return exit == 0
        ? new Ended(Kind.DONE, "done", output)
        : new Ended(Kind.FAILED, "ended with " + exit, output);
  }

  /** Hands on what a program prints, until there is no more or nobody takes it. */
  private static Thread copied(InputStream stdout, OutputStream printed) {
    Thread copier =
        new Thread(
            () -> {
              try (stdout) {
                stdout.transferTo(printed);
              } catch (IOException unwanted) {
                // it is not read any more, and ends by that
              }
            },
            "program-printed");
    copier.setDaemon(true);
    copier.start();
    return copier;
  }

  /** A program need not read what it is told. */
  private static void feed(OutputStream stdin, String input) {
    Thread feeder =
        new Thread(
            () -> {
              try (stdin) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException unread) {
                // it did not want to know
              }
            },
            "program-input");
    feeder.setDaemon(true);
    feeder.start();
  }

  private synchronized void guard(ProcessTree processTree) {
    running.add(processTree);
    if (!guarded) {
      guarded = true;
      Thread last = new Thread(() -> running.forEach(ProcessTree::kill), "programs-end");
      Runtime.getRuntime().addShutdownHook(last);
    }
  }
}
