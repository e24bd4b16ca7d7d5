package io.walterfleet.rollout.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Operations;
import io.walterfleet.fleet.ProofScope;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Part;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Planner;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.Apply;
import io.walterfleet.rollout.ApplyRequest;
import io.walterfleet.rollout.CheckRunner;
import io.walterfleet.rollout.ConnectionPool;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.HookRunner;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.Ports;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.rollout.Surveyor;
import io.walterfleet.step.StepRequest;
import io.walterfleet.testbed.NothingLeftToDo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A controller before a network in memory: it plans and applies as the program does. */
public final class Rig implements NothingLeftToDo.Place {
  private static final int RUNS = 3;

  public final FakeTime time;
  public final FakeFleet network;
  public final FakeGatekeeper gatekeeper = new FakeGatekeeper();

  /** Whether the time in which machines may begin is over. */
  public volatile boolean closed;

  /** Whose machines may begin. */
  public volatile Interrupt.Entrance entrance = group -> Optional.empty();

  public final Interrupt interrupt = new Interrupt(() -> closed, group -> entrance.closed(group));
  public final List<Event> events = new ArrayList<>();
  private final Fleet fleet;
  private final int forks;
  private Consumer<Event> listener = event -> {};
  private boolean isMet;

  /** What a run is told that was read of machines just before. */
  public Map<String, Observation> lately = Map.of();

  /** Who runs hooks. */
  public HookRunner hooks = HookRunner.NONE;

  /** Who asks the checks of the gate. */
  public CheckRunner checks = CheckRunner.PASSING;

  /** A fleet of these machines, none of which has an install until a test says so. */
  public Rig(Rollout rollout, List<Machine> machines, int forks) {
    this(new FakeTime(), Samples.fleet(rollout, machines), forks);
  }

  private Rig(FakeTime time, Fleet fleet, int forks) {
    this(time, new FakeFleet(time), fleet, forks);
  }

  private Rig(FakeTime time, FakeFleet network, Fleet fleet, int forks) {
    this.time = time;
    this.network = network;
    this.fleet = fleet;
    this.forks = forks;
  }

  /** Another controller before the same network, whom nobody has interrupted yet. */
  public Rig another() {
    return new Rig(time, network, fleet, forks);
  }

  /** The same, whose waves follow each other at once. */
  private Rig unheld() {
    Fleet free =
        new Fleet(
            fleet.origin(),
            fleet.machines(),
            fleet.rollout().unheld(),
            fleet.productLayout(),
            fleet.operations());
    return new Rig(time, network, free, forks);
  }

  /** The same controller, whose fleet has these hooks. */
  public Rig hooked(Hooks those, HookRunner runner) {
    Operations operations =
        new Operations(
            5,
            Maintenance.ANY_TIME,
            List.of(),
            those,
            Optional.empty(),
            Optional.empty(),
            ProofScope.NEVER);
    Fleet with =
        new Fleet(
            fleet.origin(), fleet.machines(), fleet.rollout(), fleet.productLayout(), operations);
    Rig rig = new Rig(time, network, with, forks);
    rig.hooks = runner;
    return rig;
  }

  /** The machine of this name, as it is. */
  public FakeMachine machine(String name) {
    return network.machine(name);
  }

  /** Told of each event while a run goes on, after it was kept. */
  public void listen(Consumer<Event> heard) {
    listener = heard;
  }

  /** Reads all machines and plans. */
  public Plan plan() throws InterruptedException {
    try (ConnectionPool connections = connections()) {
      return plan(connections);
    }
  }

  /** Carries out a saved plan, with connections of its own. */
  public RunResult apply(Plan plan) throws InterruptedException {
    try (ConnectionPool connections = connections()) {
      return apply(plan, connections);
    }
  }

  /** Plans and carries that out, over the same connections. */
  public RunResult planAndApply() throws InterruptedException {
    try (ConnectionPool connections = connections()) {
      return apply(plan(connections), connections);
    }
  }

  private Plan plan(ConnectionPool connections) throws InterruptedException {
    Surveyor surveyor = new Surveyor(new FakeWork("survey"), connections, forks);
    Map<String, Observation> seen = surveyor.survey(fleet, answer -> {});
    return Planner.plan(Samples.HEADER, fleet, Samples.MANIFEST, seen);
  }

  /** Once all is mended, the same is applied again; then nothing may be left to do. */
  @Override
  public void settle() throws InterruptedException {
    network.mend();
    Rig next = unheld();
    next.hooks = HookRunner.NONE;
    for (int runs = 0; !isMet && runs < RUNS; runs++) {
      isMet = next.planAndApply().exitCode() == ExitCode.OK;
    }
    List<String> before = network.acts();
    next.planAndApply();
    assertThat(network.acts()).as("what a second apply did").isEqualTo(before);
    assertThat(next.plan().acting()).as("what a second plan would do").isEmpty();
  }

  /** Carries out a part of a saved plan, with connections of its own. */
  public RunResult apply(Part part) throws InterruptedException {
    try (ConnectionPool connections = connections()) {
      return apply(part, connections);
    }
  }

  private RunResult apply(Plan plan, ConnectionPool connections) throws InterruptedException {
    return apply(Part.of(plan), connections);
  }

  private RunResult apply(Part part, ConnectionPool connections) throws InterruptedException {
    isMet = false;
    NothingLeftToDo.owes(this);
    RunResult result = carryOut(part, connections);
    boolean isWhole = part.plan().equals(part.whole()) && part.through().isEmpty();
    isMet = result.exitCode() == ExitCode.OK && isWhole;
    return result;
  }

  private RunResult carryOut(Part part, ConnectionPool connections) throws InterruptedException {
    String run = network.nextRun();
    ApplyRequest request =
        new ApplyRequest(
            part.plan(),
            fleet,
            new StepRequest.Payload(Samples.SHA256, 3, out -> out.write(new byte[] {1, 2, 3})),
            FakeWork.lockRequest(run),
            forks,
            new ApplyRequest.Stint(part, "apply plan.json", lately));
    Ports ports =
        new Ports(
            new FakeWork("token of " + run), gatekeeper, new Ports.Time(time, time), hooks, checks);
    return new Apply(request, ports, connections, this::heard, interrupt).run();
  }

  private void heard(Event event) {
    events.add(event);
    listener.accept(event);
  }

  private ConnectionPool connections() {
    return new ConnectionPool(network, time);
  }
}
