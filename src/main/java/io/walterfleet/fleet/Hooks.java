package io.walterfleet.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs that run on the controller when something begins or ends.
 *
 * @param programs what runs at each moment, one after the other, each as its words; the first is a
 *     name that is looked up, or an absolute path
 * @param timeout how long each of them may take
 */
public record Hooks(Map<Moment, List<List<String>>> programs, Duration timeout) {
  /** None. */
  public static final Hooks NONE = new Hooks(Map.of(), Duration.ofMinutes(5));

  public Hooks {
    programs = Map.copyOf(programs);
  }

  /** When hooks run, in the order in which that comes to pass. */
  public enum Moment {
    /** Before a run prepares or changes anything. */
    BEFORE_RUN("beforeRun"),
    /** Before the machines of a batch are changed. */
    BEFORE_BATCH("beforeBatch"),
    /** Before the first step that changes a machine, under its lock. */
    BEFORE_MACHINE("beforeMachine"),
    /** Once a machine is healthy, or has failed. */
    AFTER_MACHINE("afterMachine"),
    /** When all machines of a batch have ended. */
    AFTER_BATCH("afterBatch"),
    /** When a run ends. */
    AFTER_RUN("afterRun");

    private final String word;

    Moment(String word) {
      this.word = word;
    }

    /** The word in inventories and events. */
    public String word() {
      return word;
    }

    /** The moment of a word. */
    public static Optional<Moment> of(String word) {
      return Stream.of(values()).filter(moment -> moment.word.equals(word)).findFirst();
    }

    /** True where something begins, which a hook that fails keeps from beginning. */
    public boolean isBefore() {
      return switch (this) {
        case BEFORE_RUN, BEFORE_BATCH, BEFORE_MACHINE -> true;
        case AFTER_MACHINE, AFTER_BATCH, AFTER_RUN -> false;
      };
    }
  }

  /** What runs at this moment. */
  public List<List<String>> at(Moment moment) {
    return programs.getOrDefault(moment, List.of());
  }

  /** What runs at each moment, in the order in which that comes to pass. */
  public List<Listed> listed() {
    return Stream.of(Moment.values())
        .flatMap(moment -> at(moment).stream().map(words -> new Listed(moment, words)))
        .toList();
  }

  /** One program, and when it runs. */
  public record Listed(Moment moment, List<String> words) {
    public Listed {
      words = List.copyOf(words);
    }
  }

  /** The words as one would type them, fit to show. */
  public static String line(List<String> words) {
    return Controls.escaped(String.join(" ", words.stream().map(Hooks::quoted).toList()));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9._/:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
