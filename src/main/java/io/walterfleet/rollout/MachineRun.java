package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.health.Passage;
import io.walterfleet.health.Published;
import io.walterfleet.plan.Freshness;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.Traces.Lock;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.Entry;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.Task;
import java.util.List;
import java.util.Optional;

/**
 * Brings one machine to its goal.
 *
 * <ol>
 *   <li>Lock it and read it again, in one round trip. Locked by another: leave it. Moved since the
 *       plan: leave it.
 *   <li>Carry out its steps in order; each is an act of its own on the machine and survives the
 *       connection. An interrupt is heeded between two steps.
 *   <li>At the gate, a machine that is migration-blocked gets its migration once, if it had none.
 *   <li>The last step releases the lock; every other end does so too, as far as it can.
 * </ol>
 */
final class MachineRun {
  private final Order order;
  private final Crew crew;
  private final Diary diary;
  private final Interrupt interrupt;
  private final Link link;
  private final Machine machine;
  private final MachinePlan plan;
  private boolean migrated;

  MachineRun(Batch batch, Link link, MachinePlan plan) {
    this.order = batch.order();
    this.crew = batch.crew();
    this.diary = batch.diary();
    this.interrupt = batch.interrupt();
    this.link = link;
    this.machine = link.machine();
    this.plan = plan;
  }

  /** What all machines of a run share. */
  record Batch(Order order, Crew crew, Diary diary, Interrupt interrupt) {}

  MachineResult go() throws InterruptedException {
    try {
      Entry entry =
          link.untilHeard(connection -> crew.work().enter(connection, machine, order.visit()));
      if (entry instanceof Entry.Held held) {
        return result(Outcome.LOCKED, heldBy(held.lock()), unlock(held.lock()));
      }
      if (entry instanceof Entry.Failed failed) {
        return result(Outcome.FAILED, failed.reason() + " (nothing was changed)", failed.fix());
      }
      return inside((Entry.Granted) entry);
    } catch (RemoteException away) {
      return result(Outcome.UNREACHABLE, away.reason() + " (nothing was changed)", away.fix());
    }
  }

  private MachineResult inside(Entry.Granted granted) throws InterruptedException {
    if (!(granted.seen() instanceof Seen seen)) {
      Observation.Unknown unknown = (Observation.Unknown) granted.seen();
      leave(granted.token());
      return result(Outcome.FAILED, unknown.reason() + " (nothing was changed)", unknown.fix());
    }
    Freshness freshness = Freshness.of(plan, order.plan().bundle(), seen.asSeenBy(run()));
    if (freshness instanceof Freshness.Same) {
      return steps(granted.token(), published(seen));
    }
    leave(granted.token());
    return freshness instanceof Freshness.Stale stale
        ? result(
            Outcome.STALE,
            "'" + stale.field() + "' is not what it was when the plan was made (not touched)",
            "plan again, and review what moved")
        : MachineResult.of(machine.name(), Outcome.IN_SYNC);
  }

  private MachineResult steps(String token, Published published) throws InterruptedException {
    StepKind current = StepKind.STAGE;
    try {
      for (StepKind step : plan.steps()) {
        current = step;
        if (step.isPreparation()) {
          continue;
        }
        if (interrupt.isRequested()) {
          leave(token);
          return interrupted(step);
        }
        Optional<MachineResult> end =
            step == StepKind.GATE ? gate(token, published) : step(token, step);
        if (end.isPresent()) {
          leave(token);
          return end.get();
        }
      }
      return MachineResult.of(machine.name(), Outcome.APPLIED);
    } catch (RemoteException away) {
      return result(
          Outcome.UNREACHABLE,
          away.reason() + " (during " + current.word() + "; the step goes on there)",
          "run apply again: it resumes where the machine is");
    }
  }

  private Optional<MachineResult> step(String token, StepKind step)
      throws RemoteException, InterruptedException {
    migrated = migrated || step == StepKind.MIGRATE;
    StepReport report =
        diary.step(
            machine.name(),
            step,
            () -> link.untilHeard(connection -> crew.work().run(connection, task(token, step))));
    return report.isDone() ? Optional.empty() : Optional.of(failed(step, report));
  }

  private Optional<MachineResult> gate(String token, Published published)
      throws RemoteException, InterruptedException {
    Passage passage = pass(published);
    if (passage instanceof Passage.MigrationBlocked && !migrated) {
      Optional<MachineResult> end = step(token, StepKind.MIGRATE);
      if (end.isPresent()) {
        return end;
      }
      passage = pass(published);
    }
    if (passage instanceof Passage.Healthy) {
      return Optional.empty();
    }
    if (passage instanceof Passage.NotReady late) {
      return Optional.of(
          result(
              Outcome.FAILED,
              "it did not become ready: " + late.reason() + " (the new release is in place)",
              late.fix()));
    }
    return Optional.of(
        result(
            Outcome.MIGRATION_BLOCKED,
            "its schema is older than its code, and the setup service did not change that",
            "see what the setup service says: docker compose run --rm setup in ~/"
                + machine.desired().installDir()));
  }

  private Passage pass(Published published) throws RemoteException, InterruptedException {
    Passage[] passed = new Passage[1];
    diary.step(
        machine.name(),
        StepKind.GATE,
        () -> {
          passed[0] =
              link.untilHeard(
                  connection ->
                      crew.gatekeeper()
                          .await(connection, machine, published, order.fleet().rollout().gate()));
          return report(passed[0]);
        });
    return passed[0];
  }

  private static StepReport report(Passage passage) {
    if (passage instanceof Passage.NotReady late) {
      return new StepReport(Result.FAILED, late.reason(), late.fix());
    }
    return passage instanceof Passage.Healthy
        ? new StepReport(Result.ALREADY, "healthy", "")
        : new StepReport(Result.FAILED, "migration-blocked", "");
  }

  private MachineResult failed(StepKind step, StepReport report) {
    if (report.result() == Result.LOCK_LOST) {
      return result(
          Outcome.LOCKED,
          "the lock was taken over before " + step.word() + ": " + report.detail(),
          "see who has it: walter-fleet status --limit " + machine.name());
    }
    return result(Outcome.FAILED, step.word() + " failed: " + report.detail(), report.fix());
  }

  private MachineResult interrupted(StepKind next) {
    boolean touched = plan.steps().stream().anyMatch(step -> changes(step) && isBefore(step, next));
    return touched
        ? result(
            Outcome.FAILED,
            "interrupted before " + next.word(),
            "run apply again: it resumes at " + next.word())
        : result(Outcome.SKIPPED, "interrupted before it was changed", "");
  }

  private static boolean changes(StepKind step) {
    return !step.isPreparation() && step != StepKind.GATE;
  }

  private static boolean isBefore(StepKind step, StepKind next) {
    return step.compareTo(next) < 0;
  }

  private Task task(String token, StepKind step) {
    return new Task(run(), token, Task.Subject.of(machine, plan), step, order.payload());
  }

  /** What the machine will answer to: what it has, overlaid with what is written. */
  private Published published(Seen seen) {
    ManagedKeys keys =
        seen.install() instanceof Install.Present install ? install.keys() : ManagedKeys.NONE;
    Publication wanted = plan.goal().orElseThrow().publication();
    int kept =
        keys.httpsPort()
            .filter(port -> port.matches("\\d{1,5}"))
            .map(Integer::parseInt)
            .orElse(Publication.DEFAULT_HTTPS_PORT);
    return new Published(
        wanted.mode().or(() -> keys.mode().flatMap(Mode::of)),
        wanted.host().or(keys::host),
        wanted.httpsPort().orElse(kept));
  }

  private void leave(String token) throws InterruptedException {
    try {
      link.once(
          connection -> {
            crew.work().leave(connection, machine, token);
            return List.of();
          });
    } catch (RemoteException gone) {
      // the lease ends by itself; what became of the machine is already told
    }
  }

  private static String heldBy(Lock lock) {
    return "locked by "
        + lock.owner()
        + " (run "
        + lock.run()
        + ", "
        + lock.reason()
        + ") for another "
        + lock.secondsLeft()
        + " s (not touched)";
  }

  private String unlock(Lock lock) {
    return "wait for that run; if it is dead: walter-fleet unlock "
        + lock.id()
        + " --limit "
        + machine.name();
  }

  private String run() {
    return order.visit().run();
  }

  private MachineResult result(Outcome outcome, String reason, String fix) {
    return new MachineResult(machine.name(), outcome, reason, fix);
  }
}
