package io.walterfleet.rollout;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Budget;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.RestoredData;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.LockResult;
import io.walterfleet.step.Rollback;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Puts machines back to backups that they hold, because somebody asked for it. */
public final class RollbackRun {
  private static final String SPENT = "the failure budget was spent before its turn";

  private final Fleet fleet;
  private final ChangePorts changePorts;
  private final ConnectionPool connections;
  private final Interrupt interrupt;
  private final HookCalls calls;
  private final BatchHooks hooks;
  private final Map<String, MachineResult> results = new ConcurrentHashMap<>();

  /** A run that has not begun. */
  public RollbackRun(
      Fleet fleet, Ports ports, ConnectionPool connections, LockRequest lockRequest, Party party) {
    this.fleet = fleet;
    EventPublisher events =
        new EventPublisher(ports.time().clock(), party.listener(), connections.containment());
    this.changePorts = new ChangePorts(ports, events, lockRequest, fleet.rollout().gate());
    this.connections = connections;
    this.interrupt = party.interrupt();
    this.calls = new HookCalls(fleet, lockRequest.run(), ports.hooks(), events, interrupt);
    this.hooks = new BatchHooks(calls);
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
   * Goes these ways, in the batches of the plan, the machines of a batch side by side. Once more
   * have failed than its budget bears, or somebody interrupts, no machine is begun.
   *
   * @param order in which batches, and when that stops
   * @param forks how many at a time
   * @return in the order of the ways
   */
  public List<MachineResult> run(Plan order, List<Way> ways, int forks)
      throws InterruptedException {
    Map<String, Way> byName = new LinkedHashMap<>();
    ways.forEach(way -> byName.put(way.machine().name(), way));
    hooks.around(
        List.copyOf(byName.keySet()),
        () -> {
          goBack(order, byName, forks);
          return outcome(byName.keySet());
        });
    for (Way way : ways) {
      if (!results.containsKey(way.machine().name())) {
        ended(way, order);
      }
    }
    return ways.stream()
        .map(way -> Objects.requireNonNull(results.get(way.machine().name())))
        .toList();
  }

  /** True when a hook of the run or of a batch failed, and what had not begun by then did not. */
  public boolean isCutByHook() {
    return hooks.isCut();
  }

  private void goBack(Plan order, Map<String, Way> ways, int forks) throws InterruptedException {
    List<Batch> batches = order.batches().all();
    for (int i = 0; i < batches.size() && !isStopped(order.budget()); i++) {
      if (i > 0) {
        changePorts.ports().time().pause().of(fleet.rollout().pause());
      }
      Batch batch = batches.get(i);
      List<Way> going =
          batch.machines().stream().map(name -> Objects.requireNonNull(ways.get(name))).toList();
      hooks.around(
          i + 1,
          batch,
          () -> {
            changePorts
                .ports()
                .time()
                .parallelExecutor()
                .map(going, order.batches().atOnce(forks), way -> ended(way, order));
            return outcome(batch.machines());
          });
      int failed = failed(batch.machines());
      changePorts
          .events()
          .tell(new BatchFinished(changePorts.events().now(), i + 1, batch.wave(), failed));
    }
  }

  private Map<String, String> outcome(Collection<String> names) {
    return BatchHooks.outcome(names, results, RollbackRun::isFailure);
  }

  private int failed(Collection<String> names) {
    return Math.toIntExact(
        names.stream()
            .map(results::get)
            .filter(result -> result != null && isFailure(result))
            .count());
  }

  /** True for a machine that was not begun because too many others had failed. */
  public static boolean isBeyondBudget(MachineResult result) {
    return result.outcome() == Outcome.SKIPPED && result.reason().equals(SPENT);
  }

  private boolean isStopped(Budget budget) {
    return interrupt.isRequested() || hooks.isCut() || isSpent(budget);
  }

  private boolean isSpent(Budget budget) {
    long failed = results.values().stream().filter(RollbackRun::isFailure).count();
    return budget.isSpent(Math.toIntExact(failed));
  }

  /** To go back is what was asked for. */
  private static boolean isFailure(MachineResult result) {
    return result.outcome().isFailure() && result.outcome() != Outcome.ROLLED_BACK;
  }

  private MachineResult ended(Way way, Plan order) {
    MachineResult result = unbegun(way, order.budget()).orElseGet(() -> go(way, order));
    results.put(way.machine().name(), result);
    changePorts.events().tell(new MachineFinished(changePorts.events().now(), result));
    return result;
  }

  private Optional<MachineResult> unbegun(Way way, Budget budget) {
    if (interrupt.isRequested()) {
      return Optional.of(result(way, Outcome.SKIPPED, "interrupted before its turn", ""));
    }
    if (isSpent(budget)) {
      return Optional.of(result(way, Outcome.SKIPPED, SPENT, ""));
    }
    return hooks.isCut()
        ? Optional.of(
            result(way, Outcome.FAILED, hooks.reason() + " (not begun; not touched)", hooks.fix()))
        : Optional.empty();
  }

  private MachineResult go(Way way, Plan order) {
    try {
      return connections.containment().of(() -> enter(way, order));
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

  private MachineResult enter(Way way, Plan order) throws RemoteException, InterruptedException {
    MachineConnection machineConnection = connections.to(way.machine());
    LockResult locked = changePorts.enter(machineConnection);
    if (locked instanceof LockResult.Held held) {
      return result(
          way,
          Outcome.LOCKED,
          held.lock().held() + " (not touched)",
          held.lock().fix(way.machine()));
    }
    if (locked instanceof LockResult.Failed failed) {
      return MachineResult.untouched(
          way.machine().name(), Outcome.FAILED, failed.reason(), failed.fix());
    }
    String token = ((LockResult.Granted) locked).token();
    MachineHooks around =
        new MachineHooks(
            calls, way.machine(), order.of(way.machine().name()).orElseThrow(), interrupt);
    Optional<MachineResult> unbegun =
        around.before(
            new Lease(
                changePorts.ports(), machineConnection, token, changePorts.lockRequest().lease()));
    return around.closed(
        unbegun.isPresent()
            ? machineConnection.leave(changePorts.ports().operations(), token, unbegun.get())
            : retreat(way, machineConnection, token));
  }

  private MachineResult retreat(Way way, MachineConnection machineConnection, String token)
      throws RemoteException, InterruptedException {
    Rollback rollback =
        new Rollback(
            changePorts.lockRequest().run(),
            token,
            way.machine(),
            new Rollback.To(Optional.of(way.stamp()), way.data()),
            1);
    MachineRollback.End end = new MachineRollback(changePorts, machineConnection).go(rollback);
    return end.isHealthy()
        ? result(way, Outcome.ROLLED_BACK, end.reason(), end.fix())
        : new Aftermath(changePorts.ports().operations(), machineConnection)
            .between(
                result(way, Outcome.FAILED, end.reason().replaceFirst("^and ", ""), end.fix()));
  }

  private static MachineResult result(Way way, Outcome outcome, String reason, String fix) {
    return new MachineResult(way.machine().name(), outcome, reason, fix);
  }
}
