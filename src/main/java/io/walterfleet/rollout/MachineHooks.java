package io.walterfleet.rollout;

import io.walterfleet.fleet.Hooks.Moment;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.rollout.HookCalls.Beat;
import io.walterfleet.rollout.HookCalls.Trouble;
import io.walterfleet.rollout.HookRunner.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hooks of one machine in a run: those before it once, under its lock; those after it once,
 * whatever became of it, when those before it were begun.
 */
final class MachineHooks {
  private final HookCalls calls;
  private final Machine machine;
  private final MachinePlan plan;
  private final Interrupt interrupt;
  private boolean begun;
  private boolean ended;

  MachineHooks(HookCalls calls, Machine machine, MachinePlan plan, Interrupt interrupt) {
    this.calls = calls;
    this.machine = machine;
    this.plan = plan;
    this.interrupt = interrupt;
  }

  /** Runs those before it; the result of a machine that is not begun because of them. */
  Optional<MachineResult> before(Beat beat) throws InterruptedException {
    if (begun) {
      return Optional.empty();
    }
    begun = true;
    return calls.call(Moment.BEFORE_MACHINE, facts(), beat).map(this::unbegun);
  }

  private MachineResult unbegun(Trouble trouble) {
    if (!trouble.isInterrupted()) {
      return MachineResult.untouched(
          machine.name(), Outcome.FAILED, trouble.reason(), trouble.fix());
    }
    interrupt.leaveUndone();
    return result(Outcome.SKIPPED, "interrupted before it was changed", "");
  }

  /**
   * Runs those after a machine that has what it shall have and is healthy, before that is recorded
   * there: whoever takes up a run that broke off in between runs them, too.
   */
  Optional<MachineResult> healthy(Outcome outcome, Beat beat) throws InterruptedException {
    return after(result(outcome, "", ""), beat)
        .map(
            trouble ->
                result(
                    Outcome.FAILED,
                    trouble.reason() + " (the machine has what it shall have, and is healthy)",
                    trouble.fix() + "; then run apply again: it runs the hooks again"));
  }

  /** Runs those after a machine with this result, unless they ran; what they add to it. */
  MachineResult closed(MachineResult result) throws InterruptedException {
    Optional<Trouble> trouble = after(result, Beat.NONE);
    if (trouble.isEmpty()) {
      return result;
    }
    MachineResult with = result.with(trouble.get().reason());
    return with.outcome().isFailure() ? with : with.failed(trouble.get().fix());
  }

  private Optional<Trouble> after(MachineResult result, Beat beat) throws InterruptedException {
    if (!begun || ended) {
      return Optional.empty();
    }
    ended = true;
    Map<String, String> end = new LinkedHashMap<>();
    end.put("outcome", result.outcome().word());
    end.put("reason", result.reason());
    return calls.call(Moment.AFTER_MACHINE, facts().with(end), beat);
  }

  private Facts facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("machine", machine.name());
    facts.put("group", machine.group());
    facts.put("address", machine.ssh().address());
    facts.put(
        "host",
        machine
            .desired()
            .publication()
            .host()
            .or(() -> plan.goal().map(Goal::publication).flatMap(one -> one.host()))
            .orElse(""));
    Optional<Change> change = change();
    facts.put("from", change.map(Change::from).orElse(""));
    facts.put("to", change.map(Change::to).orElse(""));
    return new Facts(facts, List.of(machine.name()));
  }

  private Optional<Change> change() {
    return Stream.of(Field.RELEASE, Field.IMAGE)
        .flatMap(
            field -> plan.changes().stream().filter(change -> change.field() == field).limit(1))
        .findFirst();
  }

  private MachineResult result(Outcome outcome, String reason, String fix) {
    return new MachineResult(machine.name(), outcome, reason, fix);
  }
}
