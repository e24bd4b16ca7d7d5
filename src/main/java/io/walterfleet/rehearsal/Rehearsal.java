package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Batches;
import io.walterfleet.plan.Fingerprint;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Planner;
import io.walterfleet.rehearsal.Forecast.FaultHits;
import io.walterfleet.rollout.Apply;
import io.walterfleet.rollout.ApplyRequest;
import io.walterfleet.rollout.ConnectionPool;
import io.walterfleet.rollout.HookRunner;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.Ports;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.rollout.Surveyor;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.StepRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A rollout over machines in memory.
 *
 * <ol>
 *   <li>Each machine of the fleet is made as it is supposed to be at the beginning, with the faults
 *       that it drew.
 *   <li>They are read, planned for and changed by the engine that does so with real machines:
 *       {@link Surveyor}, {@link Planner}, {@link Apply}; only time, the way to the machines, and
 *       what a step does there are made up.
 *   <li>Waves follow each other at once; when they would begin is told by {@link WaveCalendar}.
 *   <li>A saved plan is taken as it is; each machine is made so that the plan fits it.
 * </ol>
 */
public final class Rehearsal {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final String RUN = "rehearsal";

  private final Fleet fleet;
  private final Scenario scenario;
  private final VirtualTime time = new VirtualTime();
  private final Map<String, SimulatedMachine> machines = new LinkedHashMap<>();
  private final SimulatedRemote remote;
  private final SimulatedOperations work = new SimulatedOperations(RUN);

  /** A rehearsal with this fleet, to be held once. */
  public Rehearsal(Fleet fleet, Scenario scenario) {
    this.fleet = fleet;
    this.scenario = scenario;
    for (Machine machine : fleet.machines()) {
      FaultDraw faultDraw = FaultDraw.draw(scenario.faults(), scenario.seed(), machine.name());
      machines.put(
          machine.name(), new SimulatedMachine(machine, time, scenario.assumed(), faultDraw));
    }
    this.remote = new SimulatedRemote(machines);
  }

  /**
   * Plans and applies.
   *
   * @param from the release that all machines run; absent means the one before each one's target
   */
  public Forecast hold(Manifest manifest, Optional<Release> from) throws InterruptedException {
    Start start = Start.of(fleet, manifest, from);
    lay(start);
    try (ConnectionPool connections = new ConnectionPool(remote, time)) {
      Surveyor surveyor = new Surveyor(work, connections, scenario.forks(), time);
      Map<String, Observation> seen = surveyor.survey(fleet, answer -> {});
      Plan.Header header = new Plan.Header(RUN, VirtualTime.BEGIN, fleet.name());
      String origin = "made now, with the manifest " + fleet.manifest();
      return apply(Planner.plan(header, fleet, manifest, seen), origin, connections, start);
    }
  }

  /** Applies a saved plan. */
  public Forecast hold(Plan plan) throws InterruptedException {
    Start start = Start.of(plan, fleet);
    lay(start);
    try (ConnectionPool connections = new ConnectionPool(remote, time)) {
      return apply(fitted(plan), "saved as " + plan.header().id(), connections, start);
    }
  }

  private void lay(Start start) {
    start.installs().forEach((name, one) -> install(name).install(one.image(), one.keys()));
  }

  private SimulatedInstall install(String machine) {
    return Objects.requireNonNull(machines.get(machine), machine).install();
  }

  private Forecast apply(Plan held, String origin, ConnectionPool connections, Start start)
      throws InterruptedException {
    Plan plan = unheld(held);
    StepRequest.Payload payload =
        new StepRequest.Payload(plan.bundle().sha256(), plan.bundle().size(), out -> {});
    LockRequest lockRequest = new LockRequest(RUN, RUN, RUN, LEASE);
    Ports ports =
        new Ports(
            work, new SimulatedHealthGate(time), new Ports.Time(time, time, time), HookRunner.NONE);
    Observer observer = new Observer(plan, fleet.rollout().failure().stage());
    ApplyRequest request = new ApplyRequest(plan, fleet, payload, lockRequest, scenario.forks());
    RunResult result = new Apply(request, ports, connections, observer, new Interrupt()).run();
    Map<String, ImageRef> from = new LinkedHashMap<>();
    start.installs().forEach((name, installed) -> from.put(name, installed.image()));
    return new Forecast(
        held.batches().waves(),
        scenario,
        origin,
        result,
        from,
        plan.acting().isEmpty() ? List.of() : fleet.rollout().gate().checks(),
        plan.acting().isEmpty() ? List.of() : fleet.operations().hooks().listed(),
        List.of(),
        List.of(),
        faultHitss(),
        observer.course(time.passed(), remote.peak()));
  }

  private static Plan unheld(Plan plan) {
    Batches batches = plan.batches();
    return plan.with(new Batches(batches.all(), List.of(), batches.atOnce()));
  }

  private List<FaultHits> faultHitss() {
    return scenario.faults().stream().map(fault -> new FaultHits(fault, struck(fault))).toList();
  }

  private List<String> struck(Fault fault) {
    return machines.keySet().stream().filter(name -> fault.strikes(scenario.seed(), name)).toList();
  }

  /** The same plan for machines in memory, which have other fingerprints. */
  private Plan fitted(Plan plan) {
    return plan.with(plan.machines().stream().map(this::fitted).toList());
  }

  private MachinePlan fitted(MachinePlan plan) {
    SimulatedMachine machine = machines.get(plan.name());
    if (machine == null || !plan.verdict().acts()) {
      return plan;
    }
    MachinePlan.Subject subject = plan.subject();
    return new MachinePlan(
        new MachinePlan.Subject(
            subject.name(), subject.group(), subject.address(), Fingerprint.of(machine.seen())),
        plan.judgement(),
        plan.changes(),
        plan.steps(),
        plan.goal(),
        plan.copies());
  }
}
