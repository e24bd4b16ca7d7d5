package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.health.Passage;
import io.walterfleet.health.Published;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.Entry;
import io.walterfleet.step.Rollback;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a machine back to a backup that it holds.
 *
 * <ol>
 *   <li>The machine does it as one step; one that left no trace of an end is begun anew, at most
 *       three times, and goes on where it was.
 *   <li>The gate is asked again, with what the machine had before.
 *   <li>Only when it is healthy is what was replaced removed; else it stays, and the result says
 *       so.
 * </ol>
 */
final class Retreat {
  private static final int ATTEMPTS = 3;

  private final Undertaking run;
  private final Link link;

  Retreat(Undertaking run, Link link) {
    this.run = run;
    this.link = link;
  }

  /** Goes back; {@code why} says what led to it. */
  MachineResult go(Rollback rollback, String why) throws RemoteException, InterruptedException {
    StepReport report = act(rollback);
    Rollback last = rollback;
    for (int i = 1; i < ATTEMPTS && report.result() == Result.VANISHED; i++) {
      if (!(enter() instanceof Entry.Granted)) {
        break;
      }
      last = last.again();
      report = act(last);
    }
    if (!report.isDone()) {
      return left(last, why + "; and it could not be put back: " + report.detail(), report.fix());
    }
    return healthyAgain(last, why);
  }

  private MachineResult healthyAgain(Rollback rollback, String why)
      throws RemoteException, InterruptedException {
    Passage passage =
        enter() instanceof Entry.Granted granted && granted.seen() instanceof Seen seen
            ? pass(rollback.token(), published(seen))
            : new Passage.NotReady("it could not be read after that", "");
    if (!(passage instanceof Passage.Healthy)) {
      String late = passage instanceof Passage.NotReady not ? not.reason() : "migration-blocked";
      return left(
          rollback,
          why + "; it was put back, and is not ready either: " + late,
          "look at it; what was replaced is kept on the machine, beside the install and in volumes"
              + " named .replaced-");
    }
    StepReport cleared =
        link.untilHeard(connection -> run.crew().work().clear(connection, rollback));
    if (!cleared.isDone()) {
      link.leave(run.crew().work(), rollback.token());
    }
    return result(Outcome.ROLLED_BACK, why + "; it has what it had before, and is healthy", "");
  }

  private MachineResult left(Rollback rollback, String reason, String fix)
      throws InterruptedException {
    link.leave(run.crew().work(), rollback.token());
    return result(Outcome.FAILED, reason, fix);
  }

  private StepReport act(Rollback rollback) throws RemoteException, InterruptedException {
    return run.diary()
        .step(
            machine().name(),
            "rollback",
            () -> link.untilHeard(connection -> run.crew().work().rollback(connection, rollback)));
  }

  /** Takes up the lock again, and reads what the machine has now. */
  private Entry enter() throws RemoteException, InterruptedException {
    return link.untilHeard(
        connection -> run.crew().work().enter(connection, machine(), run.order().visit()));
  }

  private static Published published(Seen seen) {
    return seen.install() instanceof Install.Present install
        ? Published.of(install.keys())
        : Published.of(ManagedKeys.NONE);
  }

  private Passage pass(String token, Published published)
      throws RemoteException, InterruptedException {
    List<Passage> passed = new ArrayList<>();
    run.diary()
        .step(
            machine().name(),
            "gate",
            () -> {
              passed.add(
                  link.untilHeard(connection -> run.pass(connection, machine(), published, token)));
              return Course.report(passed.get(0));
            });
    return passed.get(0);
  }

  private Machine machine() {
    return link.machine();
  }

  private MachineResult result(Outcome outcome, String reason, String fix) {
    return new MachineResult(machine().name(), outcome, reason, fix);
  }
}
