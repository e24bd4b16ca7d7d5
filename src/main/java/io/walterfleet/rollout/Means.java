package io.walterfleet.rollout;

import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Machine;
import io.walterfleet.health.Passage;
import io.walterfleet.health.Published;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.step.Entry;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.Visit;
import java.util.ArrayList;
import java.util.List;

/** What it takes to change a machine and to see that it is healthy after that. */
record Means(Crew crew, Diary diary, Visit visit, Gate gate) {
  /** Locks the machine, or takes up the lock that this visit holds, and reads it. */
  Entry enter(Link link) throws RemoteException, InterruptedException {
    return link.untilHeard(connection -> crew.work().enter(connection, link.machine(), visit));
  }

  /** Waits at the gate, and keeps the machine's lock meanwhile. */
  Passage pass(Link link, Published published, String token)
      throws RemoteException, InterruptedException {
    Machine machine = link.machine();
    Lease lease = new Lease(crew, visit.lease(), machine, token);
    List<Passage> passed = new ArrayList<>();
    diary.step(
        machine.name(),
        StepKind.GATE.word(),
        () -> {
          passed.add(passed(link, published, lease));
          return report(passed.get(0));
        });
    return passed.get(0);
  }

  /** What nobody foresaw at the gate is no health: the release may be what makes it so. */
  private Passage passed(Link link, Published published, Lease lease)
      throws RemoteException, InterruptedException {
    try {
      return link.untilHeard(
          connection -> crew.gatekeeper().await(connection, published, gate, lease));
    } catch (RemoteException away) {
      if (away.kind() == Kind.UNHANDLED) {
        return new Passage.NotReady(away.reason(), away.fix());
      }
      throw away;
    }
  }

  private static StepReport report(Passage passage) {
    if (passage instanceof Passage.NotReady late) {
      return new StepReport(Result.FAILED, late.reason(), late.fix());
    }
    return passage instanceof Passage.Healthy
        ? new StepReport(Result.ALREADY, "healthy", "")
        : new StepReport(Result.FAILED, "migration-blocked", "");
  }
}
