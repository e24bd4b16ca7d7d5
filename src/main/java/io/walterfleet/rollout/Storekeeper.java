package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.Entry;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.Visit;
import io.walterfleet.step.Work;
import java.util.List;

/** Removes old backups on machines, under their locks; never the one that the release came from. */
public final class Storekeeper {
  private final Work work;
  private final Links links;
  private final Visit visit;

  /** A keeper of the backups. */
  public Storekeeper(Work work, Links links, Visit visit) {
    this.work = work;
    this.links = links;
    this.visit = visit;
  }

  /**
   * Leaves so many backups on each machine.
   *
   * @param forks how many machines at a time
   */
  public List<MachineResult> prune(List<Machine> machines, int keep, int forks)
      throws InterruptedException {
    return Parallel.map(machines, forks, machine -> prune(machine, keep));
  }

  private MachineResult prune(Machine machine, int keep) {
    try {
      return links.containment().of(() -> pruned(machine, keep));
    } catch (RemoteException away) {
      return new MachineResult(machine.name(), Outcome.of(away), away.reason(), away.fix());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new MachineResult(machine.name(), Outcome.SKIPPED, "interrupted", "");
    } finally {
      links.rest(machine);
    }
  }

  private MachineResult pruned(Machine machine, int keep)
      throws RemoteException, InterruptedException {
    Link link = links.to(machine);
    Entry entry = link.once(connection -> work.enter(connection, machine, visit));
    if (entry instanceof Entry.Held held) {
      return new MachineResult(
          machine.name(), Outcome.LOCKED, held.lock().held(), held.lock().fix(machine));
    }
    if (entry instanceof Entry.Failed failed) {
      return new MachineResult(machine.name(), Outcome.FAILED, failed.reason(), failed.fix());
    }
    String token = ((Entry.Granted) entry).token();
    StepReport report = link.once(connection -> work.prune(connection, machine, token, keep));
    link.leave(work, token);
    return report.isDone()
        ? MachineResult.of(machine.name(), Outcome.APPLIED)
        : new MachineResult(machine.name(), Outcome.FAILED, report.detail(), report.fix());
  }
}
