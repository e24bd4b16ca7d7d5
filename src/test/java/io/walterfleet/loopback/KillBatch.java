package io.walterfleet.loopback;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.MachineLock;
import io.walterfleet.testbed.MachinePicture;
import io.walterfleet.testbed.MachineProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Machines that each die elsewhere during one command, and what becomes of them.
 *
 * <ol>
 *   <li>All are made alike, and each is armed with a point of its own.
 *   <li>The command is given. Where the controller is to die, it is killed when all machines stand
 *       at their points; then the power of some fails, and the steps of the others go on.
 *   <li>The leases that were left behind end. The same command is given again.
 *   <li>A third time, and a plan after it, must find nothing to do, and each machine must be, file
 *       by file, what one is that nothing happened to.
 * </ol>
 */
final class KillBatch implements AutoCloseable {
  private static final List<Shells> SHELLS =
      List.of(Shells.DASH, Shells.BASH, Shells.DASH, Shells.BUSYBOX);

  private final Scenario scenario;
  private final Desk desk;
  private final Map<LoopbackMachine, Cell> cells = new LinkedHashMap<>();
  private final Path inventory;

  private enum Shells {
    DASH,
    BASH,
    BUSYBOX
  }

  /** One machine's fate. */
  record Cell(KillPoint point, Death death) {
    @Override
    public String toString() {
      return point + " " + death;
    }
  }

  /**
   * What a machine is that nothing happened to.
   *
   * @param points at which it could have died
   * @param changes what its docker was told to change
   */
  record Undisturbed(List<KillPoint> points, Map<String, String> picture, List<String> changes) {}

  /** A cell, and what was wrong with its machine in the end; nothing if it holds. */
  record Verdict(Cell cell, List<String> faults) {
    boolean holds() {
      return faults.isEmpty();
    }
  }

  private KillBatch(Scenario scenario, Desk desk, List<Cell> fates) throws Exception {
    this.scenario = scenario;
    this.desk = desk;
    scenario.publish(desk, "2026.11.1");
    scenario.prepare(desk);
    Inventory wish = desk.inventory();
    for (int i = 0; i < fates.size(); i++) {
      LoopbackMachine machine = desk.machine(i + 1);
      install(SHELLS.get(i % SHELLS.size()), machine);
      machine.becomeLike(desk.machine(0));
      scenario.own(machine);
      wish =
          scenario.keys(machine).isEmpty() ? wish : wish.machine(machine, scenario.keys(machine));
      cells.put(machine, fates.get(i));
    }
    this.inventory = desk.write(scenario.wish(wish).only(List.copyOf(cells.keySet())));
  }

  private static KillBatch of(Scenario scenario, List<Cell> fates) throws Exception {
    return new KillBatch(scenario, Desk.with(fates.size() + 1), fates);
  }

  /** What the command makes of a machine when nobody dies. */
  static Undisturbed undisturbed(Scenario scenario) throws Exception {
    Cell none = new Cell(new KillPoint("", 1), Death.PROCESS);
    try (KillBatch batch = of(scenario, List.of(none))) {
      LoopbackMachine machine = batch.desk.machine(1);
      KillPoint.trace(machine);
      batch.mustBeDone(batch.give());
      List<String> changes = machine.docker().changes();
      batch.mustBeInSync();
      return new Undisturbed(
          KillPoint.betweenActs(machine).stream().filter(scenario::isOf).toList(),
          MachinePicture.of(machine),
          batch.changes(machine, changes));
    }
  }

  /** Plays these cells; all of them kill the controller, or none. */
  static List<Verdict> play(Scenario scenario, Undisturbed undisturbed, List<Cell> fates)
      throws Exception {
    try (KillBatch batch = of(scenario, fates)) {
      batch.die();
      List<String> all = batch.again();
      return batch.judge(undisturbed, all);
    }
  }

  @Override
  public void close() throws IOException {
    desk.forgetWishes();
    desk.close();
  }

  private void die() throws Exception {
    boolean killsController = false;
    for (Map.Entry<LoopbackMachine, Cell> one : cells.entrySet()) {
      one.getValue().point().arm(one.getKey(), one.getValue().death());
      killsController |= one.getValue().death().killsController();
    }
    if (killsController) {
      withController();
    } else {
      give();
    }
  }

  private void withController() throws Exception {
    try (ControllerProcess controller = ControllerProcess.start(desk, words(cells.keySet()))) {
      await(() -> !controller.isAlive() || areAllReached());
      controller.kill();
    }
    for (Map.Entry<LoopbackMachine, Cell> one : cells.entrySet()) {
      if (one.getValue().death() == Death.POWER) {
        new MachineProcesses(one.getKey()).cutPower();
      } else if (KillPoint.isReached(one.getKey())) {
        KillPoint.release(one.getKey());
      }
    }
    for (LoopbackMachine machine : cells.keySet()) {
      await(() -> new MachineProcesses(machine).all().isEmpty());
    }
  }

  private boolean areAllReached() {
    return cells.keySet().stream().allMatch(KillPoint::isReached);
  }

  /** Waits for what a loaded computer may take minutes for. */
  private static void await(Desk.Condition condition) throws Exception {
    for (int i = 0; i < 6000 && !condition.holds(); i++) {
      Thread.sleep(100);
    }
    if (!condition.holds()) {
      throw new IllegalStateException("waited for ten minutes in vain");
    }
  }

  /** Gives the command again to those that need it; what is wrong with all of them. */
  private List<String> again() throws Exception {
    Set<LoopbackMachine> left = new TreeSet<>((a, b) -> a.name().compareTo(b.name()));
    for (LoopbackMachine machine : cells.keySet()) {
      machine.environment(Map.of());
      new MachineLock(machine).endLease();
      if (!scenario.isOver(machine)) {
        left.add(machine);
      }
    }
    List<String> faults = new ArrayList<>();
    if (!left.isEmpty()) {
      Ran second = desk.run(words(left).toArray(String[]::new));
      if (second.exitCode() != 0) {
        faults.add("the second run: " + second);
      }
    }
    Ran third = desk.apply(inventory);
    if (!third.equals(Desk.nothingApplied(cells.size()))) {
      faults.add("the third run: " + third);
    }
    if (!desk.look(inventory).equals(Desk.inSync(cells.size()))) {
      faults.add("the plan after it: " + desk.run("plan", "-i", inventory.toString()));
    }
    return faults;
  }

  private List<Verdict> judge(Undisturbed undisturbed, List<String> all) throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    for (Map.Entry<LoopbackMachine, Cell> one : cells.entrySet()) {
      LoopbackMachine machine = one.getKey();
      List<String> faults = new ArrayList<>(all);
      if (!KillPoint.isReached(machine)) {
        faults.add("it never came to its point");
      }
      if (new MachineLock(machine).isHeld()) {
        faults.add("it is locked");
      }
      faults.addAll(MachinePicture.differences(undisturbed.picture(), MachinePicture.of(machine)));
      List<String> changes = changes(machine, machine.docker().changes());
      if (one.getValue().death() == Death.CONNECTION && !changes.equals(undisturbed.changes())) {
        faults.add("its docker was told " + changes + ", not " + undisturbed.changes());
      }
      verdicts.add(new Verdict(one.getValue(), faults));
    }
    return verdicts;
  }

  private Ran give() {
    return desk.run(words(cells.keySet()).toArray(String[]::new));
  }

  private List<String> words(Set<LoopbackMachine> machines) {
    String limit = String.join(":", machines.stream().map(LoopbackMachine::name).toList());
    return List.of(scenario.command(), "--yes", "-i", inventory.toString(), "--limit", limit);
  }

  private void mustBeDone(Ran ran) {
    if (ran.exitCode() != 0) {
      throw new IllegalStateException(scenario + ": " + ran);
    }
  }

  private void mustBeInSync() {
    desk.assertNothingToDo(cells.size(), inventory);
  }

  /** Calls of docker without what names the machine, the run and its moment. */
  private List<String> changes(LoopbackMachine machine, List<String> calls) {
    return calls.stream()
        .map(call -> desk.named(call.replace(machine.directory().toString(), "MACHINE")))
        .map(call -> call.replaceAll("(?<![0-9a-f:])[0-9a-f]{64}\\b", "CONTAINER"))
        .toList();
  }

  private static void install(Shells shell, LoopbackMachine machine) throws Exception {
    switch (shell) {
      case DASH -> machine.sh("/usr/bin/dash");
      case BASH -> machine.sh("/usr/bin/bash");
      case BUSYBOX -> machine.busybox();
    }
  }
}
