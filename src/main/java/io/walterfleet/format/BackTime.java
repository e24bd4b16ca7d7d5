package io.walterfleet.format;

import io.walterfleet.format.ByteLine.Sample;
import io.walterfleet.format.Expected.Span;
import io.walterfleet.rollout.Event.StepFinished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How long putting one machine back may be expected to take, judged from those that were put back
 * before, by a rollback or by a run in which they failed.
 *
 * @param each in 9 of 10 cases
 * @param machines that tell it
 * @param runs of them
 */
public record BackTime(Span each, int machines, int runs) {
  /** The word of the step. */
  private static final String STEP = "rollback";

  private static final int TIMES = 4000;

  /**
   * What past runs tell; empty where none put back anything of the kind.
   *
   * @param isWithData whether the volumes go back; empty where that is told later
   * @param bytes that each machine copies, as far as that is known
   */
  public static Optional<BackTime> of(
      List<PastRun> past, Optional<Boolean> isWithData, List<Long> bytes) {
    Set<String> runs = new HashSet<>();
    for (PastRun run : past) {
      if (backs(run, isWithData).findAny().isPresent()) {
        runs.add(run.summary().opening().run());
      }
    }
    List<StepFinished> backs = past.stream().flatMap(run -> backs(run, isWithData)).toList();
    ByteLine line =
        ByteLine.through(
            backs.stream()
                .filter(back -> back.bytes() > 0)
                .map(back -> new Sample(back.bytes(), back.took()))
                .toList());
    if (backs.isEmpty()) {
      return Optional.empty();
    }
    // the same runs always tell the same
    Random random = new Random(1);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      StepFinished back = backs.get(random.nextInt(backs.size()));
      Duration time =
          back.bytes() == 0 || bytes.isEmpty()
              ? back.took()
              : line.scaled(back.took(), back.bytes(), bytes.get(random.nextInt(bytes.size())));
      times.add(time.toMillis());
    }
    return Optional.of(new BackTime(Span.of(times), backs.size(), runs.size()));
  }

  private static Stream<StepFinished> backs(PastRun run, Optional<Boolean> isWithData) {
    return run.events().stream()
        .filter(StepFinished.class::isInstance)
        .map(StepFinished.class::cast)
        .filter(step -> step.step().equals(STEP) && step.isChange())
        .filter(step -> isWithData.isEmpty() || isWithData.get().equals(step.bytes() > 0));
  }

  /** In words. */
  public String sentence() {
    return "Putting a machine back takes "
        + each.words()
        + ": so 9 of 10 go, judged from "
        + Plural.machines(machines)
        + " put back in "
        + Plural.of(runs, "earlier run")
        + ".";
  }
}
