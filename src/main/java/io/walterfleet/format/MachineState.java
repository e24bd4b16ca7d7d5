package io.walterfleet.format;

import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.Verdict;
import java.util.Optional;

/** How a machine of a watch is, in one line of the log. */
record MachineState(LogLevel level, String words) {
  static MachineState of(Drift machine, Optional<Condition> health) {
    String ailing =
        health
            .filter(one -> one.state() != Condition.State.READY)
            .map(
                one ->
                    one.state().counted()
                        + (one.reason().isEmpty() ? "" : " (" + one.reason() + ")"))
            .orElse("");
    boolean isFine = machine.verdict() == Verdict.IN_SYNC || machine.verdict() == Verdict.CHANGE;
    return new MachineState(
        isFine && ailing.isEmpty() ? LogLevel.INFO : LogLevel.WARN,
        machine.verdict().word()
            + why(machine)
            + (ailing.isEmpty() ? "" : "; Walter is " + ailing));
  }

  private static String why(Drift machine) {
    String reason =
        machine.verdict() == Verdict.DRIFT
            ? Notification.changes(machine)
            : machine.back().judgement().reason();
    return reason.isEmpty() ? "" : ": " + reason;
  }
}
