package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.Interrupt;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a signal does while machines are changed: the first asks the run to end, one that comes half
 * a second later or more leaves at once, and names the machines on which Walter may be down. A
 * signal to a whole group of processes can arrive twice, and is one.
 */
final class SignalHandler implements Consumer<Event> {
  static final String ONCE =
      "Interrupted: no machine is begun; those whose downtime has begun are brought up first. A"
          + " second signal stops at once.";

  private static final Duration ONE_SIGNAL = Duration.ofMillis(500);

  private final CommandRuntime runtime;
  private final Interrupt interrupt;
  private final Map<String, String> underWay = new LinkedHashMap<>();
  private Optional<Instant> first = Optional.empty();

  SignalHandler(CommandRuntime runtime, Interrupt interrupt) {
    this.runtime = runtime;
    this.interrupt = interrupt;
  }

  @Override
  public synchronized void accept(Event event) {
    if (event instanceof StepStarted step && mayBeDown(step.step())) {
      underWay.put(step.machine(), step.step());
    } else if (event instanceof MachineFinished machine) {
      underWay.remove(machine.result().machine());
    }
  }

  private static boolean mayBeDown(String step) {
    return StepKind.of(step).filter(StepKind::isPreparation).isEmpty();
  }

  /**
   * A signal came.
   *
   * @param say told what that means
   */
  synchronized void signalled(Consumer<String> say) {
    Instant now = runtime.environment().clock().instant();
    if (interrupt.request()) {
      first = Optional.of(now);
      say.accept(ONCE);
    } else if (isAnother(first.orElse(Instant.MIN), now)) {
      say.accept(last());
      runtime.signals().leave(ExitCode.INTERRUPTED.number());
    }
  }

  /** Whether a signal is not the first one again. */
  static boolean isAnother(Instant first, Instant now) {
    return !now.isBefore(first.plus(ONE_SIGNAL));
  }

  private String last() {
    String names =
        underWay.entrySet().stream()
            .map(machine -> machine.getKey() + " (" + machine.getValue() + ")")
            .collect(Collectors.joining(", "));
    return "Stopped at once. Steps that have begun keep running on their machines; run the same"
        + " command again to resume."
        + (names.isEmpty() ? "" : "\nWalter may be down on: " + names);
  }
}
