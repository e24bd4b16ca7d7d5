package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.health.Health.Unaskable;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.StepRequest;
import io.walterfleet.step.StepRequest.Attempt;
import java.util.Optional;

/**
 * Prepares machines without downtime and without a lock: first sees of each that its health can be
 * asked, and stages the bundle there; then they pull, no more at a time than the rollout says, for
 * they all ask the same registry. Of a large fleet, most wait unconnected for their turn.
 */
final class Preparation {
  private static final int ATTEMPTS = 3;

  private final FleetRun run;
  private final ConnectionPool connections;

  Preparation(FleetRun run, ConnectionPool connections) {
    this.run = run;
    this.connections = connections;
  }

  /** Does this step where it is planned; the result of a machine where it failed, else empty. */
  Optional<MachineResult> of(Machine machine, MachinePlan plan, StepKind step)
      throws InterruptedException {
    try {
      Optional<Unaskable> obstacle =
          step == StepKind.STAGE ? obstacle(machine, plan) : Optional.empty();
      if (obstacle.isPresent()) {
        return Optional.of(
            MachineResult.untouched(
                machine.name(), Outcome.FAILED, obstacle.get().reason(), obstacle.get().fix()));
      }
      if (!plan.steps().contains(step)) {
        return Optional.empty();
      }
      StepReport report = run(machine, plan, step);
      return report.isDone() ? Optional.empty() : Optional.of(failed(machine, step, report));
    } catch (RemoteException away) {
      return Optional.of(away(machine, away));
    } finally {
      connections.rest(machine);
    }
  }

  private static MachineResult away(Machine machine, RemoteException away) {
    return new MachineResult(
        machine.name(),
        Outcome.of(away),
        away.reason() + " (its install was not touched)",
        away.fix());
  }

  /** A release whose health nobody can ask could not get through the gate. */
  private Optional<Unaskable> obstacle(Machine machine, MachinePlan plan)
      throws RemoteException, InterruptedException {
    if (!plan.steps().contains(StepKind.GATE)) {
      return Optional.empty();
    }
    PublishedAddress publishedAddress =
        PublishedAddress.of(ManagedKeys.NONE).with(plan.goal().orElseThrow().publication());
    return connections
        .to(machine)
        .untilHeard(
            connection ->
                run.ports()
                    .healthGate()
                    .obstacle(
                        connection, publishedAddress, run.request().fleet().rollout().gate()));
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
    StepRequest stepRequest = run.stepRequest("", StepRequest.Subject.of(machine, plan), attempt);
    return run.events()
        .begin(machine.name(), attempt.step().word())
        .ended(
            connections
                .to(machine)
                .untilHeard(connection -> run.ports().operations().run(connection, stepRequest)));
  }

  private static MachineResult failed(Machine machine, StepKind step, StepReport report) {
    return new MachineResult(
        machine.name(), Outcome.FAILED, step.word() + " failed: " + report.detail(), report.fix());
  }
}
