package io.walterfleet.loopback;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.MachineLock;
import io.walterfleet.testbed.MachineProcesses;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A fleet whose controller is killed at a random moment of an apply, again and again; each time the
 * fleet must come to what was wanted, change each machine once, and lose nothing.
 *
 * <ol>
 *   <li>The seed says what is wanted next, and at which part of the time that this takes, from the
 *       first word to a machine on, the controller gets SIGKILL. A row that nobody may lose is in
 *       each database by then.
 *   <li>No more machines may be locked then than work at once.
 *   <li>What runs on the machines goes on to its end. The leases that were left behind end.
 *   <li>The same command is given again until it says that all is done, at most three times.
 * </ol>
 */
final class RandomKill implements AutoCloseable {
  private static final String ENV = "# the operator's\nSECRET_KEY_BASE='a b'\r\nODD=\u00fcx # y\n";
  private static final int RUNS = 3;

  private final Desk desk;
  private final Shape shape;
  private final Map<Wish, Duration> lasts = new EnumMap<>(Wish.class);
  private final List<String> rows = new ArrayList<>();
  private int number;
  private String release = "1.8.2";

  /**
   * How a fleet is rolled out.
   *
   * @param atOnce how many machines at a time, each of which makes room for the next
   */
  record Shape(int machines, int atOnce) {}

  /** What an apply is asked for; each changes something whatever was there before. */
  private enum Wish {
    VOLUMES("backup: volumes, allowDowngrade: true"),
    IMAGE("backup: none, allowDowngrade: true"),
    KEYS("backup: none");

    private final String keys;

    Wish(String keys) {
      this.keys = keys;
    }
  }

  /**
   * What became of one kill.
   *
   * @param where the journals stood when the controller died
   * @param after how long after its start it died
   * @param faults what was wrong in the end; nothing if it converged and nothing was lost
   */
  record Verdict(long seed, String what, String where, Duration after, List<String> faults) {}

  private RandomKill(Desk desk, Shape shape) {
    this.desk = desk;
    this.shape = shape;
  }

  /** A fleet that runs a release, its operator's lines, and databases with no rows. */
  static RandomKill start(Shape shape) throws Exception {
    RandomKill fleet = new RandomKill(Desk.withInstalled(shape.machines(), "1.8.2"), shape);
    for (LoopbackMachine machine : fleet.machines()) {
      Path env = machine.install().resolve(".env.deploy");
      Files.writeString(env, ENV, StandardOpenOption.APPEND);
      machine.compose("up", "-d");
    }
    for (Wish wish : Wish.values()) {
      try (ControllerProcess controller = fleet.give(fleet.next(wish))) {
        long begin = fleet.heard(controller);
        if (!controller.endsWithin(Duration.ofMinutes(10))) {
          throw new IllegalStateException(controller.said());
        }
        fleet.lasts.put(wish, Duration.ofNanos(System.nanoTime() - begin));
      }
    }
    return fleet;
  }

  /** Kills once; where the controller was done before its moment came, an earlier one is taken. */
  Verdict kill(long seed) throws Exception {
    Random random = new Random(seed);
    Wish wish = List.of(Wish.values()).get(random.nextInt(Wish.values().length));
    double part = random.nextDouble();
    write("row " + seed);
    while (true) {
      List<Long> before = swaps();
      Path inventory = next(wish);
      Duration after =
          Duration.ofNanos((long) (lasts.getOrDefault(wish, Duration.ZERO).toNanos() * part));
      boolean killed;
      try (ControllerProcess controller = give(inventory)) {
        heard(controller);
        killed = !controller.endsWithin(after);
        controller.kill();
      }
      List<String> faults = new ArrayList<>();
      List<String> held = held();
      if (held.size() > shape.atOnce()) {
        faults.add("there worked " + held + " at once");
      }
      String where = journals();
      faults.addAll(converge(inventory));
      if (!swaps().equals(before.stream().map(number -> number + 1).toList())) {
        faults.add("swapped " + before + " times before, and " + swaps() + " times after");
      }
      Verdict verdict = new Verdict(seed, wish.name(), where, after, faults);
      if (killed || !verdict.faults().isEmpty()) {
        return verdict;
      }
      part /= 2;
    }
  }

  @Override
  public void close() throws IOException {
    desk.close();
  }

  private List<LoopbackMachine> machines() {
    return desk.fleet().machines();
  }

  /** Waits until a machine has heard of the command: the moments before that are all alike. */
  private long heard(ControllerProcess controller) throws Exception {
    for (int i = 0; i < 60_000 && controller.isAlive() && !isHeard(); i++) {
      Thread.sleep(5);
    }
    return System.nanoTime();
  }

  private boolean isHeard() throws IOException {
    for (LoopbackMachine machine : machines()) {
      if (!machine.commands().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private List<String> held() throws IOException {
    List<String> held = new ArrayList<>();
    for (LoopbackMachine machine : machines()) {
      if (new MachineLock(machine).isHeld()) {
        held.add(machine.name());
      }
    }
    return held;
  }

  /** How often each machine has exchanged something so far, by its own log. */
  private List<Long> swaps() throws IOException {
    List<Long> swaps = new ArrayList<>();
    for (LoopbackMachine machine : machines()) {
      Path log = machine.home().resolve(".walter-fleet/audit.log");
      swaps.add(
          Files.readAllLines(log).stream().filter(line -> line.contains(" swap: changed")).count());
    }
    return swaps;
  }

  private List<String> converge(Path inventory) throws Exception {
    for (LoopbackMachine machine : machines()) {
      for (int i = 0; i < 6000 && !new MachineProcesses(machine).all().isEmpty(); i++) {
        Thread.sleep(50);
      }
      new MachineLock(machine).endLease();
    }
    List<String> said = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      Ran ran = desk.apply(inventory);
      said.add(ran.toString());
      if (ran.exitCode() == 0) {
        return faults(inventory);
      }
    }
    return said;
  }

  /** What is wrong with machines that are said to be done. */
  private List<String> faults(Path inventory) throws IOException {
    List<String> faults = new ArrayList<>();
    Ran look = desk.look(inventory);
    if (!look.equals(Desk.inSync(shape.machines()))) {
      faults.add(desk.run("plan", "-i", inventory.toString()).out());
    }
    for (LoopbackMachine machine : machines()) {
      faults(machine).forEach(fault -> faults.add(machine.name() + ": " + fault));
    }
    return faults;
  }

  private List<String> faults(LoopbackMachine machine) throws IOException {
    List<String> faults = new ArrayList<>();
    String env = Files.readString(machine.install().resolve(".env.deploy"));
    if (!env.endsWith(ENV)) {
      faults.add(".env.deploy is " + env);
    }
    List<String> found = Files.readAllLines(table(machine));
    if (!found.equals(rows)) {
      faults.add("the rows are " + found + ", not " + rows);
    }
    if (new MachineLock(machine).isHeld()) {
      faults.add("it is locked");
    }
    if (!machine.docker().running().keySet().equals(Set.of("postgres", "walter"))) {
      faults.add("it runs " + machine.docker().running());
    }
    faults.addAll(leftovers(machine.home(), "walter-onprem.walter-fleet-*"));
    faults.addAll(leftovers(machine.home().resolve(".walter-fleet/staged"), ".*"));
    faults.addAll(leftovers(machine.home().resolve(".walter-fleet"), "*.part"));
    return faults;
  }

  private static List<String> leftovers(Path directory, String glob) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
      files.forEach(file -> found.add(file + " is left over"));
    }
    return found;
  }

  private void write(String row) throws IOException {
    rows.add(row);
    for (LoopbackMachine machine : machines()) {
      Files.writeString(
          table(machine), row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static Path table(LoopbackMachine machine) {
    return machine.docker().volume("walter_postgres").resolve("rows");
  }

  private String journals() throws IOException {
    List<String> all = new ArrayList<>();
    for (LoopbackMachine machine : machines()) {
      String text = Files.readString(machine.home().resolve(".walter-fleet/journal"));
      all.add(text.replaceAll("(?s).*\\nstep=(\\w*)\\nstate=(\\w*)\\n.*", "$1 $2"));
    }
    return String.join(", ", all);
  }

  /** An inventory that wants something else than what is there. */
  private Path next(Wish wish) {
    number++;
    if (wish != Wish.KEYS) {
      release = release.equals("1.8.2") ? "1.8.3" : "1.8.2";
    }
    Inventory wanted =
        desk.inventory()
            .rollout(shape.machines() == 1 ? "batch: [100%]" : "atOnce: " + shape.atOnce())
            .with("defaults", "{release: '" + release + "', " + wish.keys + "}")
            .with("backups", "{keep: 3}");
    for (LoopbackMachine machine : machines()) {
      String host = "host: h" + number + "-" + machine.name() + ".example.com";
      wanted = wanted.machine(machine, host);
    }
    return desk.write(wanted);
  }

  private ControllerProcess give(Path inventory) throws IOException {
    desk.fleet().clearLogs();
    return ControllerProcess.start(
        desk, List.of("apply", "--yes", "--quiet", "-i", inventory.toString()));
  }
}
