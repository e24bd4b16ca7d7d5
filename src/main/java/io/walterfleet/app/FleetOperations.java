package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.plan.Plan;
import io.walterfleet.remote.Remote;
import io.walterfleet.rollout.Apply;
import io.walterfleet.rollout.ApplyRequest;
import io.walterfleet.rollout.BackupProver;
import io.walterfleet.rollout.BackupPruner;
import io.walterfleet.rollout.ConnectionPool;
import io.walterfleet.rollout.Containment;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.LockReleaser;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Ports;
import io.walterfleet.rollout.RollbackRun;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.MachineOperations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one command does to the machines of a fleet, over one connection to each; what it reads of
 * them is its {@link FleetSurvey}.
 */
public final class FleetOperations implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final CommandRuntime runtime;
  private final Fleet fleet;
  private final int forks;
  private final MachineOperations operations;
  private final ConnectionPool connections;
  private final RunNotifier notifier;
  private final AdviceRenderer advice;
  private final FleetSurvey survey;

  public FleetOperations(CommandRuntime runtime, Fleet fleet, int forks) {
    this(
        runtime,
        fleet,
        forks,
        new ConnectionPool(remote(runtime), runtime.adapters().pause(), containment(runtime)));
  }

  private FleetOperations(
      CommandRuntime runtime, Fleet fleet, int forks, ConnectionPool connections) {
    this.runtime = runtime;
    this.fleet = fleet;
    this.forks = forks;
    this.operations = factories(runtime).operations().apply(fleet);
    this.advice = new AdviceRenderer(runtime);
    this.notifier = new RunNotifier(runtime, fleet, advice);
    this.connections = connections;
    this.survey =
        new FleetSurvey(
            runtime, fleet, advice, new FleetSurvey.Reach(operations, connections, forks));
  }

  /** Reads every machine once, and nothing follows. */
  public static FleetOperations forOneLook(CommandRuntime runtime, Fleet fleet, int forks) {
    ConnectionPool connections =
        ConnectionPool.forOneLook(
            remote(runtime), runtime.adapters().pause(), containment(runtime));
    return new FleetOperations(runtime, fleet, forks, connections);
  }

  /** What is read of the machines. */
  public FleetSurvey survey() {
    return survey;
  }

  private static Remote remote(CommandRuntime runtime) {
    return factories(runtime).remote().apply(runtime.console().err());
  }

  private static Containment containment(CommandRuntime runtime) {
    return new ErrorFiles(runtime).containment();
  }

  private static Adapters.Factories factories(CommandRuntime runtime) {
    return runtime.adapters().factories();
  }

  /**
   * Carries out the plan; if it was made here, the locks of dead runs go, too.
   *
   * @param why it is carried out
   */
  public RunResult carryOut(
      Assignment assignment, Purpose why, Consumer<Event> listener, Interrupt interrupt)
      throws InterruptedException {
    Plan plan = assignment.plan();
    Optional<Planned> planned = survey.planned();
    if (planned.isPresent()) {
      new LockReleaser(operations, connections, forks).sweep(fleet, plan, planned.get().seen());
    }
    ApplyRequest request =
        new ApplyRequest(
            plan,
            fleet,
            assignment.payload(),
            lockRequest(why.kind(), why.note()),
            forks,
            assignment.stint().after(survey.lately()));
    if (plan.acting().isEmpty()) {
      // no machine begins, so there is no run to be told of or to be found later
      Consumer<Event> shown = event -> listener.accept(advice.of(event));
      RunResult result =
          advice.of(new Apply(request, ports(), connections, shown, interrupt).run());
      notifier.settled(result);
      return result;
    }
    Consumer<Event> heralded =
        notifier
            .run(why.kind(), Optional.of(plan))
            .andThen(TraceExporter.of(runtime, fleet, why.kind(), plan.batches().all()));
    try (RunRecorder runRecorder =
        new RunRecorder(runtime, fleet, Optional.of(plan), why.note(), heralded)) {
      Consumer<Event> told = listener.andThen(runRecorder);
      Consumer<Event> heard = event -> told.accept(advice.of(event));
      return advice.of(new Apply(request, ports(), connections, heard, interrupt).run());
    }
  }

  /**
   * Goes these ways back; an interrupt lets those end that have begun.
   *
   * @param order in which batches
   */
  public Undone rollback(WaysBack back, Plan order, RollbackRun.Party party)
      throws InterruptedException {
    LockRequest lockRequest = lockRequest("rollback");
    Consumer<Event> told =
        party
            .listener()
            .andThen(notifier.run("rollback", Optional.empty()))
            .andThen(TraceExporter.of(runtime, fleet, "rollback", order.batches().all()));
    try (RunRecorder runRecorder = new RunRecorder(runtime, fleet, Optional.empty(), "", told)) {
      RollbackRun.Party chronicled =
          new RollbackRun.Party(event -> runRecorder.accept(advice.of(event)), party.interrupt());
      runRecorder.begin(lockRequest.run(), order);
      RollbackRun run = new RollbackRun(fleet, ports(), connections, lockRequest, chronicled);
      List<MachineResult> results = advice.of(run.run(order, back.ways(), forks));
      Undone undone = Undone.of(results, run, party.interrupt());
      runRecorder.end(results, advice.of(back.left()), undone.ending());
      return undone;
    }
  }

  /** Leaves so many backups on each of these machines. */
  public List<MachineResult> prune(List<Machine> some, int keep) throws InterruptedException {
    BackupPruner keeper = new BackupPruner(operations, connections, lockRequest("prune backups"));
    return advice.of(keeper.prune(some, keep, forks));
  }

  /**
   * Proves the newest backup on each of these machines; that is written down as a run.
   *
   * @param listener told of each event
   */
  public List<MachineResult> prove(List<Machine> some, Consumer<Event> listener)
      throws InterruptedException {
    LockRequest lockRequest = lockRequest("prove backups");
    try (RunRecorder runRecorder =
        new RunRecorder(runtime, fleet, Optional.empty(), "", listener)) {
      runRecorder.begin(lockRequest.run(), some.size());
      Consumer<Event> told = event -> runRecorder.accept(advice.of(event));
      BackupProver prover = new BackupProver(ports(), connections, lockRequest, told);
      List<MachineResult> results = advice.of(prover.prove(some, forks));
      runRecorder.end(results, List.of(), RunResult.Ending.COMPLETE);
      return results;
    }
  }

  /** The same machines over the same connections, with other conventions; not to be closed. */
  public FleetOperations with(ProductLayout productLayout) {
    return with(fleet.with(productLayout));
  }

  /** Some of the same machines over the same connections; not to be closed. */
  public FleetOperations with(Fleet some) {
    return new FleetOperations(runtime, some, forks, connections);
  }

  private LockRequest lockRequest(String reason) {
    return lockRequest(reason, "");
  }

  private LockRequest lockRequest(String reason, String note) {
    String owner = runtime.adapters().controllerId().owner().get();
    return new LockRequest(RunIds.next(runtime), owner, reason, note, LEASE);
  }

  private Ports ports() {
    return new Ports(
        operations,
        factories(runtime).healthGate().get(),
        new Ports.Time(runtime.environment().clock(), runtime.adapters().pause()),
        new HookPrograms(runtime, fleet),
        Notifiers.checks(runtime, HookPrograms.secrets(runtime, fleet)));
  }

  /** Releases the lock with this id, wherever it is held. */
  public List<LockReleaser.Answer> unlock(String id) throws InterruptedException {
    Observing.leaveAtOnce(runtime);
    return new LockReleaser(operations, connections, forks)
        .unlock(fleet, id).stream().map(advice::of).toList();
  }

  /** The machines that it is about. */
  public Fleet fleet() {
    return fleet;
  }

  /** Who tells the webhooks. */
  public RunNotifier notifier() {
    return notifier;
  }

  /** The commands that are advised, written out. */
  public AdviceRenderer advice() {
    return advice;
  }

  @Override
  public void close() {
    connections.close();
    notifier.close();
  }
}
