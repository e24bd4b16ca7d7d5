package io.walterfleet.cli;

import io.walterfleet.plan.Change;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.Verdict;
import java.util.List;
import java.util.Optional;

/** What a watch says of a machine; a reason may count seconds, and is no news by itself. */
record Standing(
    String name, Verdict verdict, List<Change> drift, List<Change> wanted, Optional<State> health) {
  static Standing of(Drift machine, Conditions health) {
    return new Standing(
        machine.name(),
        machine.verdict(),
        machine.back().changes(),
        machine.wanted(),
        health.of(machine.name()).map(Condition::state));
  }

  boolean isOdd() {
    return verdict != Verdict.IN_SYNC || health.filter(state -> state != State.READY).isPresent();
  }
}
