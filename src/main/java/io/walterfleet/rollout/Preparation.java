package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.health.Health.Unaskable;
import io.walterfleet.health.Published;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.Task;
import io.walterfleet.step.Task.Attempt;
import java.util.Optional;

/**
 * Sees that one machine's health can be asked, stages the bundle and pulls the images there,
 * without downtime and without a lock.
 */
final class Preparation {
  private static final int ATTEMPTS = 3;

  private final Undertaking run;
  private final Links links;

  Preparation(Undertaking run, Links links) {
    this.run = run;
    this.links = links;
  }

  /** Prepares the machine; the result of a machine that could not be prepared, else empty. */
  Optional<MachineResult> of(Machine machine, MachinePlan plan) throws InterruptedException {
    try {
      Optional<Unaskable> obstacle = obstacle(machine, plan);
      if (obstacle.isPresent()) {
        String reason = obstacle.get().reason() + " (nothing was changed)";
        return Optional.of(
            new MachineResult(machine.name(), Outcome.FAILED, reason, obstacle.get().fix()));
      }
      for (StepKind step : plan.steps()) {
        if (step.isPreparation()) {
          StepReport report = run(machine, plan, step);
          if (!report.isDone()) {
            return Optional.of(failed(machine, step, report));
          }
        }
      }
      return Optional.empty();
    } catch (RemoteException away) {
      return Optional.of(
          new MachineResult(
              machine.name(),
              Outcome.of(away),
              away.reason() + " (its install was not touched)",
              away.fix()));
    }
  }

  /** A release whose health nobody can ask could not get through the gate. */
  private Optional<Unaskable> obstacle(Machine machine, MachinePlan plan)
      throws RemoteException, InterruptedException {
    if (!plan.steps().contains(StepKind.GATE)) {
      return Optional.empty();
    }
    Published published =
        Published.of(ManagedKeys.NONE).with(plan.goal().orElseThrow().publication());
    return links
        .to(machine)
        .untilHeard(
            connection ->
                run.crew()
                    .gatekeeper()
                    .obstacle(connection, published, run.order().fleet().rollout().gate()));
  }

  /** Runs the step, and again when it left no trace, as after a reboot: it changes no install. */
  private StepReport run(Machine machine, MachinePlan plan, StepKind step)
      throws RemoteException, InterruptedException {
    StepReport report = run(machine, plan, new Attempt(step, 1));
    for (int number = 2; report.result() == Result.VANISHED && number <= ATTEMPTS; number++) {
      report = run(machine, plan, new Attempt(step, number));
    }
    return report;
  }

  private StepReport run(Machine machine, MachinePlan plan, Attempt attempt)
      throws RemoteException, InterruptedException {
    Task task = run.task("", Task.Subject.of(machine, plan), attempt);
    return run.diary()
        .step(
            machine.name(),
            attempt.step().word(),
            () ->
                links
                    .to(machine)
                    .untilHeard(connection -> run.crew().work().run(connection, task)));
  }

  private static MachineResult failed(Machine machine, StepKind step, StepReport report) {
    return new MachineResult(
        machine.name(), Outcome.FAILED, step.word() + " failed: " + report.detail(), report.fix());
  }
}
