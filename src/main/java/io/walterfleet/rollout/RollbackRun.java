package io.walterfleet.rollout;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.RestoredData;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.Entry;
import io.walterfleet.step.Rollback;
import io.walterfleet.step.Visit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts machines back to backups that they hold, because somebody asked for it. */
public final class RollbackRun {
  private final Fleet fleet;
  private final Means means;
  private final Links links;
  private final Interrupt interrupt;

  /** A run that has not begun. */
  public RollbackRun(Fleet fleet, Crew crew, Links links, Visit visit, Party party) {
    this.fleet = fleet;
    Diary diary = new Diary(crew.time().clock(), party.listener(), links.containment());
    this.means = new Means(crew, diary, visit, fleet.rollout().gate());
    this.links = links;
    this.interrupt = party.interrupt();
  }

  /**
   * Who hears of the run, and who may end it.
   *
   * @param listener told of each event, one at a time
   */
  public record Party(Consumer<Event> listener, Interrupt interrupt) {}

  /**
   * Where one machine goes back to.
   *
   * @param stamp the backup
   */
  public record Way(Machine machine, String stamp, RestoredData data) {}

  /**
   * Goes these ways, side by side; an interrupt lets those end that have begun.
   *
   * @param forks how many at a time
   */
  public List<MachineResult> run(List<Way> ways, int forks) throws InterruptedException {
    return Parallel.map(ways, Math.min(forks, fleet.machines().size()), this::go);
  }

  private MachineResult go(Way way) {
    try {
      return interrupt.isRequested()
          ? result(way, Outcome.SKIPPED, "interrupted before its turn", "")
          : links.containment().of(() -> enter(way));
    } catch (RemoteException away) {
      return result(
          way,
          Outcome.of(away),
          away.reason() + " (what runs there goes on)",
          "run the same rollback again: it goes on where it was");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return result(way, Outcome.FAILED, "interrupted", "run the same rollback again");
    }
  }

  private MachineResult enter(Way way) throws RemoteException, InterruptedException {
    Link link = links.to(way.machine());
    Entry entry = means.enter(link);
    if (entry instanceof Entry.Held held) {
      return result(
          way,
          Outcome.LOCKED,
          held.lock().held() + " (not touched)",
          held.lock().fix(way.machine()));
    }
    if (entry instanceof Entry.Failed failed) {
      return result(way, Outcome.FAILED, failed.reason() + " (nothing was changed)", failed.fix());
    }
    Rollback rollback =
        new Rollback(
            means.visit().run(),
            ((Entry.Granted) entry).token(),
            way.machine(),
            new Rollback.To(Optional.of(way.stamp()), way.data()),
            1);
    Retreat.End end = new Retreat(means, link).go(rollback);
    return end.isHealthy()
        ? result(way, Outcome.ROLLED_BACK, "it has what it had at " + way.stamp(), "")
        : new Aftermath(means.crew().work(), link)
            .of(result(way, Outcome.FAILED, end.reason().replaceFirst("^and ", ""), end.fix()));
  }

  private static MachineResult result(Way way, Outcome outcome, String reason, String fix) {
    return new MachineResult(way.machine().name(), outcome, reason, fix);
  }
}
