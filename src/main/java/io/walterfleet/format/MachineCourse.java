package io.walterfleet.format;

import static java.util.stream.Collectors.joining;

import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.MachineResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one machine in a past run, step by step.
 *
 * @param result absent when the run did not get so far
 */
public record MachineCourse(
    String machine, Optional<MachineResult> result, List<StepFinished> steps) {
  public MachineCourse {
    steps = List.copyOf(steps);
  }

  /** The machines that events tell of: failures first, then those without an end. */
  public static List<MachineCourse> of(List<Event> events) {
    Map<String, MachineCourse> courses = new LinkedHashMap<>();
    for (Event event : events) {
      if (event instanceof Event.StepStarted begun) {
        courses.merge(begun.machine(), empty(begun.machine()), (known, none) -> known);
      } else if (event instanceof StepFinished step) {
        courses.merge(
            step.machine(), empty(step.machine()).with(step), (one, more) -> one.with(step));
      } else if (event instanceof MachineFinished end) {
        String name = end.result().machine();
        courses.merge(name, empty(name).with(end.result()), (one, more) -> one.with(end.result()));
      }
    }
    List<MachineCourse> ordered = new ArrayList<>();
    for (int rank = 0; rank < 4; rank++) {
      int now = rank;
      courses.values().stream().filter(course -> course.rank() == now).forEach(ordered::add);
    }
    return ordered;
  }

  /** What it came to. */
  public String word() {
    return result.map(end -> end.outcome().word()).orElse("unfinished");
  }

  /** The time that its steps took; what it waited for others is not in it. */
  public Duration took() {
    return steps.stream().map(StepFinished::took).reduce(Duration.ZERO, Duration::plus);
  }

  /** Its steps with their durations. */
  public String stepWords() {
    return steps.stream()
        .map(
            step ->
                step.step()
                    + (step.word().equals("failed") ? " failed after " : " ")
                    + Elapsed.of(step.took()))
        .collect(joining(", "));
  }

  private int rank() {
    if (result.isEmpty()) {
      return 1;
    }
    return switch (result.get().outcome()) {
      case FAILED, ROLLED_BACK, MIGRATION_BLOCKED, UNREACHABLE -> 0;
      case STALE, LOCKED, SKIPPED -> 2;
      case APPLIED, PROVED, IN_SYNC -> 3;
    };
  }

  private static MachineCourse empty(String machine) {
    return new MachineCourse(machine, Optional.empty(), List.of());
  }

  private MachineCourse with(MachineResult end) {
    return new MachineCourse(machine, Optional.of(end), steps);
  }

  private MachineCourse with(StepFinished step) {
    List<StepFinished> more = new ArrayList<>(steps);
    more.add(step);
    return new MachineCourse(machine, result, more);
  }
}
