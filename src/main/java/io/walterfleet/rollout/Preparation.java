package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.Task;
import java.util.Optional;

/** Stages the bundle and pulls the images on one machine, without downtime and without a lock. */
final class Preparation {
  private final Order order;
  private final Crew crew;
  private final Links links;
  private final Diary diary;

  Preparation(Order order, Crew crew, Links links, Diary diary) {
    this.order = order;
    this.crew = crew;
    this.links = links;
    this.diary = diary;
  }

  /** Prepares the machine; the result of a machine that could not be prepared, else empty. */
  Optional<MachineResult> of(Machine machine, MachinePlan plan) throws InterruptedException {
    try {
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
              Outcome.UNREACHABLE,
              away.reason() + " (its install was not touched)",
              away.fix()));
    }
  }

  private StepReport run(Machine machine, MachinePlan plan, StepKind step)
      throws RemoteException, InterruptedException {
    Task task =
        new Task(order.visit().run(), "", Task.Subject.of(machine, plan), step, order.payload());
    return diary.step(
        machine.name(),
        step,
        () -> links.to(machine).untilHeard(connection -> crew.work().run(connection, task)));
  }

  private static MachineResult failed(Machine machine, StepKind step, StepReport report) {
    return new MachineResult(
        machine.name(),
        Outcome.FAILED,
        step.word() + " failed: " + report.detail() + " (its install was not touched)",
        report.fix());
  }
}
