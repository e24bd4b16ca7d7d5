package io.walterfleet.rehearsal;

import io.walterfleet.plan.StepKind;
import java.time.Duration;
import java.util.LinkedHashMap;
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

  /**
   * Something that takes time.
   *
   * @param word of the option
   * @param usual how long it takes where nothing else is said
   */
  public record Act(String word, Duration usual) {
    /** Connecting and logging in. */
    static final Act CONNECT = new Act("connect", Duration.ofMillis(500));

    /** Reading a machine, also when it is locked. */
    static final Act SURVEY = new Act("survey", Duration.ofMillis(500));

    /** From its start on until Walter answers that it is ready. */
    static final Act READY = new Act("ready", StepKind.GATE.usual());

    /** Putting back what was there before. */
    static final Act ROLLBACK = new Act("rollback", Duration.ofSeconds(60));

    /** From going down until it can be reached again. */
    static final Act REBOOT = new Act("reboot", Duration.ofSeconds(90));

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
      return step == StepKind.GATE ? READY : new Act(step.word(), step.usual());
    }

    /** All of them, in the order in which they come. */
    public static Stream<Act> all() {
      Stream<Act> before = Stream.of(CONNECT, SURVEY);
      Stream<Act> steps = Stream.of(StepKind.values()).map(Act::of);
      return Stream.of(before, steps, Stream.of(ROLLBACK, REBOOT)).flatMap(acts -> acts);
    }
  }

  /** How long it takes. */
  public Duration of(Act act) {
    return Objects.requireNonNull(times.get(act), act::word);
  }

  /** The same with another time for one act. */
  public Assumptions with(Act act, Duration time) {
    Map<Act, Duration> changed = new LinkedHashMap<>(times);
    changed.put(act, time);
    return new Assumptions(changed);
  }

  private static Map<Act, Duration> byDefault() {
    Map<Act, Duration> times = new LinkedHashMap<>();
    Act.all().forEach(act -> times.put(act, act.usual));
    return times;
  }
}
