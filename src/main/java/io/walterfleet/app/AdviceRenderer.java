package io.walterfleet.app;

import io.walterfleet.fleet.Advice;
import io.walterfleet.format.Notification;
import io.walterfleet.format.NotifiedMachine;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.LockReleaser.Answer;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.RunResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes out the commands that are advised: they call the program and name the inventory as this
 * command line does, so that they can be pasted. Whatever leaves a {@link FleetOperations} has gone
 * through this, and so have terminal, files, pages, webhooks and history.
 */
public final class AdviceRenderer {
  private final CommandRuntime runtime;

  /** What a command begins with, by its name; each is asked of the command line once. */
  private final Map<String, Optional<String>> begun = new ConcurrentHashMap<>();

  public AdviceRenderer(CommandRuntime runtime) {
    this.runtime = runtime;
  }

  public String of(String fix) {
    return Advice.completed(fix, verb -> begun.computeIfAbsent(verb, runtime.typed()::beginning));
  }

  MachineResult of(MachineResult result) {
    return result.fixedBy(of(result.fix()));
  }

  public List<MachineResult> of(List<MachineResult> results) {
    return results.stream().map(this::of).toList();
  }

  Event of(Event event) {
    return event instanceof MachineFinished end
        ? new MachineFinished(end.at(), of(end.result()))
        : event;
  }

  Answer of(Answer answer) {
    return new Answer(answer.machine(), answer.kind(), answer.text(), of(answer.fix()));
  }

  RunResult of(RunResult result) {
    return new RunResult(
        result.run(), result.plan(), of(result.machines()), result.ending(), result.took());
  }

  Map<String, Observation> of(Map<String, Observation> seen) {
    Map<String, Observation> all = new LinkedHashMap<>(seen);
    all.replaceAll(
        (name, one) ->
            one instanceof Unknown unknown
                ? new Unknown(unknown.reason(), of(unknown.fix()))
                : one);
    return all;
  }

  Conditions of(Conditions health) {
    Map<String, Condition> all = new LinkedHashMap<>(health.byMachine());
    all.replaceAll((name, one) -> new Condition(one.state(), one.reason(), of(one.fix())));
    return new Conditions(all);
  }

  public Plan of(Plan plan) {
    return plan.with(plan.machines().stream().map(this::of).toList());
  }

  FleetDrift of(FleetDrift drift) {
    List<Drift> machines =
        drift.machines().stream()
            .map(one -> new Drift(of(one.back()), of(one.intended()), one.seen()))
            .toList();
    return new FleetDrift(of(drift.correction()), machines, drift.health());
  }

  Notification of(Notification told) {
    List<NotifiedMachine> entries =
        told.machines().stream()
            .map(one -> new NotifiedMachine(one.name(), one.state(), one.reason(), of(one.fix())))
            .toList();
    return new Notification(
        told.occasion(), told.sender(), told.text(), told.isResolved(), told.run(), entries);
  }

  private MachinePlan of(MachinePlan machine) {
    Judgement judged = machine.judgement();
    return new MachinePlan(
        machine.subject(),
        new Judgement(judged.verdict(), judged.reason(), of(judged.fix()), judged.isLocked()),
        machine.changes(),
        machine.steps(),
        machine.goal(),
        machine.copies());
  }
}
