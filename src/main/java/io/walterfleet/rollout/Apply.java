package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.RunResult.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries out a plan.
 *
 * <ol>
 *   <li>Stage on all machines of the plan, then pull, before the first one is changed; with {@code
 *       stage: batch}, on the machines of each batch just before it.
 *   <li>Batch by batch, its machines side by side: {@link MachineRun}.
 *   <li>What may not be begun now waits, with the waves after it: {@link Admission}. Where a wave
 *       holds or soaks, a later run goes on from what the machines have: {@link WaveProgress}.
 *   <li>Whenever more machines have failed than the budget bears, or somebody interrupts, nothing
 *       more is begun; what runs is finished.
 *   <li>Hooks run around the run and around each batch; when one of them fails, nothing more is
 *       begun.
 *   <li>Whatever had no turn is skipped, with the reason.
 * </ol>
 */
public final class Apply {
  private final FleetRun fleetRun;
  private final ApplyRequest request;
  private final ConnectionPool connections;
  private final EventPublisher events;
  private final Interrupt interrupt;
  private final Map<String, Machine> machines;
  private final Map<String, MachinePlan> plans;
  private final Map<String, MachineResult> results = new ConcurrentHashMap<>();
  private final BatchHooks hooks;
  private boolean budgetHasCut;

  /**
   * A run that has not begun.
   *
   * @param listener told of each event, one at a time
   */
  public Apply(
      ApplyRequest request,
      Ports ports,
      ConnectionPool connections,
      Consumer<Event> listener,
      Interrupt interrupt) {
    this.request = request;
    this.connections = connections;
    this.events = new EventPublisher(ports.time().clock(), listener, connections.containment());
    this.interrupt = interrupt;
    this.fleetRun = new FleetRun(request, ports, events, interrupt);
    this.hooks = new BatchHooks(fleetRun.hooks());
    this.machines = request.machines();
    this.plans = request.plans();
  }

  /** Carries out the plan to its end, and tells what became of each of its machines. */
  public RunResult run() throws InterruptedException {
    Instant began = events.now();
    List<Batch> batches = request.plan().batches().all();
    List<MachinePlan> acting = request.plan().acting();
    events.tell(
        new RunStarted(
            began, fleetRun.run(), request.plan().header().id(), acting.size(), batches.size()));
    WaveProgress progress = WaveProgress.of(fleetRun, connections);
    Admission admission = new Admission(interrupt, plans, progress);
    request.plan().machines().forEach(plan -> progress.result(plan.name()).ifPresent(this::finish));
    request.plan().machines().stream()
        .filter(plan -> !plan.verdict().acts())
        .filter(plan -> !results.containsKey(plan.name()))
        .forEach(plan -> finish(Unbegun.withoutAct(plan)));
    List<String> admitted =
        admission.admittedOf(batches).stream().filter(name -> !results.containsKey(name)).toList();
    if (!admitted.isEmpty()) {
      hooks.around(admitted, () -> carriedOut(admission, admitted, batches));
    }
    List<MachinePlan> left =
        acting.stream().filter(plan -> !results.containsKey(plan.name())).toList();
    Unbegun unbegun = new Unbegun(interrupt, hooks, progress, admission);
    left.forEach(plan -> finish(withoutTurn(plan, unbegun)));
    return ended(began, unbegun.ending(left));
  }

  private Map<String, String> carriedOut(
      Admission admission, List<String> names, List<Batch> batches) throws InterruptedException {
    if (request.fleet().rollout().failure().stage() == Stage.FLEET) {
      prepare(names);
    }
    change(admission, batches, Set.copyOf(names));
    return outcome(names);
  }

  /** What became of these machines, for the hooks after them. */
  private Map<String, String> outcome(List<String> names) {
    return BatchHooks.outcome(names, results, result -> result.outcome().isFailure());
  }

  /** The end, which is this one unless it was interrupted or spent its budget. */
  private RunResult ended(Instant began, Ending otherwise) {
    RunResult result =
        new RunResult(
            fleetRun.run(),
            request.plan(),
            inOrder(),
            ending(otherwise),
            Duration.between(began, events.now()));
    events.tell(
        new RunFinished(
            events.now(),
            result.run(),
            result.counts(),
            result.ending(),
            result.exitCode().number()));
    return result;
  }

  private void prepare(List<String> names) throws InterruptedException {
    Preparation preparation = new Preparation(fleetRun, connections);
    int pulls = Math.min(request.forks(), request.fleet().rollout().failure().pulls());
    together(
        names, request.forks(), name -> preparation.of(machine(name), plan(name), StepKind.STAGE));
    together(names, pulls, name -> preparation.of(machine(name), plan(name), StepKind.PULL));
  }

  /** The same for all of these that have no result yet. */
  private void together(List<String> names, int atOnce, Turn turn) throws InterruptedException {
    List<String> left = names.stream().filter(name -> !results.containsKey(name)).toList();
    fleetRun.ports().time().parallelExecutor().map(left, atOnce, unlessStopped(turn));
  }

  private void change(Admission admission, List<Batch> batches, Set<String> prepared)
      throws InterruptedException {
    String held = "";
    for (int i = 0; i < batches.size(); i++) {
      Batch batch = batches.get(i);
      boolean waits = !held.isEmpty() && !held.equals(batch.wave());
      List<String> names =
          admission.admitted(batch.machines(), waits).stream().filter(prepared::contains).toList();
      if (names.isEmpty()) {
        held = held.isEmpty() && !isThrough(batch) ? batch.wave() : held;
        continue;
      }
      if (i > 0) {
        rest();
      }
      if (isStopped()) {
        return;
      }
      if (request.fleet().rollout().failure().stage() == Stage.BATCH) {
        prepare(names);
      }
      if (!results.keySet().containsAll(names)) {
        hooks.around(i + 1, batch, () -> changed(admission, names));
      }
      held = isThrough(batch) ? held : batch.wave();
      long failed = batch.machines().stream().filter(this::isFailed).count();
      events.tell(new BatchFinished(events.now(), i + 1, batch.wave(), Math.toIntExact(failed)));
    }
  }

  /** True once each of its machines has a result. */
  private boolean isThrough(Batch batch) {
    return results.keySet().containsAll(batch.machines());
  }

  private Map<String, String> changed(Admission admission, List<String> names)
      throws InterruptedException {
    together(
        names,
        request.plan().batches().atOnce(request.forks()),
        name ->
            admission.closed(name).isPresent() // it may not be begun any more
                ? Optional.empty()
                : Optional.of(
                    new MachineRun(fleetRun, connections.to(machine(name)), plan(name)).go()));
    return outcome(names);
  }

  /** Something done to one machine, which ends its run when it has a result. */
  private interface Turn {
    Optional<MachineResult> of(String name) throws InterruptedException;
  }

  private Function<String, Boolean> unlessStopped(Turn turn) {
    return name -> {
      if (isStopped()) {
        return false;
      }
      Optional<MachineResult> end;
      try {
        end = turn.of(name);
      } catch (InterruptedException now) {
        Thread.currentThread().interrupt();
        interrupt.leaveUndone();
        end =
            failed(
                name,
                "interrupted in the middle of a step",
                "run apply again: it resumes where the machine is");
      } catch (RuntimeException | Error incident) {
        RemoteException failure = connections.containment().failure(incident);
        end = failed(name, failure.reason(), failure.fix());
      }
      end.ifPresent(this::finish);
      return true;
    };
  }

  private static Optional<MachineResult> failed(String name, String reason, String fix) {
    return Optional.of(new MachineResult(name, Outcome.FAILED, reason, fix));
  }

  private void finish(MachineResult result) {
    results.put(result.machine(), result);
    connections.drop(result.machine());
    events.tell(new MachineFinished(events.now(), result));
  }

  private void rest() throws InterruptedException {
    Duration left = request.fleet().rollout().pause();
    Duration slice = Duration.ofMillis(200);
    while (!left.isNegative() && !left.isZero() && !isStopped()) {
      fleetRun.ports().time().pause().of(left.compareTo(slice) < 0 ? left : slice);
      left = left.minus(slice);
    }
  }

  private boolean isStopped() {
    return interrupt.isRequested() || interrupt.isClosed() || hooks.isCut() || isSpent();
  }

  private boolean isSpent() {
    long failed = results.values().stream().filter(one -> one.outcome().isFailure()).count();
    return request.plan().budget().isSpent(Math.toIntExact(failed));
  }

  private boolean isFailed(String name) {
    MachineResult result = results.get(name);
    return result != null && result.outcome().isFailure();
  }

  private Ending ending(Ending otherwise) {
    if (interrupt.hasCut()) {
      return Ending.INTERRUPTED;
    }
    return budgetHasCut ? Ending.BUDGET : hooks.isCut() ? Ending.HOOK : otherwise;
  }

  private MachineResult withoutTurn(MachinePlan plan, Unbegun unbegun) {
    if (interrupt.isRequested()) {
      interrupt.leaveUndone();
    } else {
      budgetHasCut = !unbegun.progress().isSick() && isSpent();
    }
    return unbegun.withoutTurn(
        plan, budgetHasCut, request.plan().batches().all(), this::isAsPlanned);
  }

  private boolean isAsPlanned(String name) {
    MachineResult result = results.get(name);
    return result != null
        && (result.outcome() == Outcome.APPLIED || result.outcome() == Outcome.IN_SYNC);
  }

  private List<MachineResult> inOrder() {
    return request.plan().machines().stream()
        .map(plan -> Objects.requireNonNull(results.get(plan.name())))
        .toList();
  }

  private Machine machine(String name) {
    return Objects.requireNonNull(machines.get(name), name);
  }

  private MachinePlan plan(String name) {
    return Objects.requireNonNull(plans.get(name), name);
  }
}
