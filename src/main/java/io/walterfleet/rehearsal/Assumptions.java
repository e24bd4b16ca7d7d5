package io.walterfleet.rehearsal;

import io.walterfleet.plan.StepKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long things take on a simulated machine.
 *
 * @param times of everything there is
 */
public record Assumptions(Map<Act, Duration> times) {
  /** How many times longer everything takes on a slow machine. */
  public static final int SLOW = 5;

  /**
   * What is assumed where nothing else is said: a machine with a small database, on a good line.
   */
  public static final Assumptions DEFAULT = new Assumptions(byDefault());

  public Assumptions {
    times = Map.copyOf(times);
  }

  /** Something that takes time. */
  public enum Act {
    /** Connecting and logging in. */
    CONNECT("connect", Duration.ofMillis(500)),
    /** Reading a machine, also when it is locked. */
    SURVEY("survey", Duration.ofMillis(500)),
    /** Uploading and unpacking the bundle. */
    STAGE("stage", Duration.ofSeconds(5)),
    /** Pulling the images. */
    PULL("pull", Duration.ofSeconds(60)),
    /** Copying the data. */
    BACKUP("backup", Duration.ofSeconds(60)),
    /** Putting the new directory in place. */
    SWAP("swap", Duration.ofSeconds(1)),
    /** Running the setup service. */
    MIGRATE("migrate", Duration.ofSeconds(30)),
    /** Bringing the stack up. */
    RESTART("restart", Duration.ofSeconds(10)),
    /** From there on until Walter answers that it is ready. */
    READY("ready", Duration.ofSeconds(15)),
    /** Recording what was applied, and pruning. */
    FINISH("finish", Duration.ofSeconds(1)),
    /** Putting back what was there before. */
    ROLLBACK("rollback", Duration.ofSeconds(60)),
    /** From going down until it can be reached again. */
    REBOOT("reboot", Duration.ofSeconds(90));

    private final String word;
    private final Duration usual;

    Act(String word, Duration usual) {
      this.word = word;
      this.usual = usual;
    }

    /** The word of the option. */
    public String word() {
      return word;
    }

    /** The act with this word. */
    public static Optional<Act> of(String word) {
      return all().filter(act -> act.word.equals(word)).findFirst();
    }

    /** Every word. */
    public static List<String> words() {
      return all().map(Act::word).toList();
    }

    /** The act that a step is; the gate takes as long as it takes to be ready. */
    static Act of(StepKind step) {
      return step == StepKind.GATE ? READY : of(step.word()).orElseThrow();
    }

    private static Stream<Act> all() {
      return Stream.of(values());
    }
  }

  /** How long it takes. */
  public Duration of(Act act) {
    return Objects.requireNonNull(times.get(act), act::word);
  }

  /** The same with another time for one act. */
  public Assumptions with(Act act, Duration time) {
    Map<Act, Duration> changed = new EnumMap<>(times);
    changed.put(act, time);
    return new Assumptions(changed);
  }

  private static Map<Act, Duration> byDefault() {
    Map<Act, Duration> times = new EnumMap<>(Act.class);
    Act.all().forEach(act -> times.put(act, act.usual));
    return times;
  }
}
