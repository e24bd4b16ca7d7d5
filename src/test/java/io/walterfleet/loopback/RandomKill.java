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
 * fleet must come to what was wanted, and lose nothing.
 *
 * <ol>
 *   <li>The seed says what is wanted next, and at which part of the time that this takes, from the
 *       first word to the machine on, the controller gets SIGKILL. A row that nobody may lose is in
 *       the database by then.
 *   <li>What runs on the machine goes on to its end. The lease that was left behind ends.
 *   <li>The same command is given again until it says that all is done, at most three times.
 * </ol>
 */
final class RandomKill implements AutoCloseable {
  private static final String ENV = "# the operator's\nSECRET_KEY_BASE='a b'\r\nODD=\u00fcx # y\n";
  private static final int RUNS = 3;

  private final Desk desk;
  private final LoopbackMachine machine;
  private final Map<Wish, Duration> lasts = new EnumMap<>(Wish.class);
  private final List<String> rows = new ArrayList<>();
  private int number;
  private String release = "1.8.2";

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
   * @param where the journal stood when the controller died
   * @param after how long after its start it died
   * @param faults what was wrong in the end; nothing if it converged and nothing was lost
   */
  record Verdict(long seed, String what, String where, Duration after, List<String> faults) {}

  private RandomKill(Desk desk) {
    this.desk = desk;
    this.machine = desk.machine(0);
  }

  /** A fleet that runs a release, its operator's lines, and a database with no rows. */
  static RandomKill start() throws Exception {
    RandomKill fleet = new RandomKill(Desk.withInstalled(1, "1.8.2"));
    Path env = fleet.machine.install().resolve(".env.deploy");
    Files.writeString(env, ENV, StandardOpenOption.APPEND);
    fleet.machine.compose("up", "-d");
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
      Path inventory = next(wish);
      Duration after =
          Duration.ofNanos((long) (lasts.getOrDefault(wish, Duration.ZERO).toNanos() * part));
      boolean killed;
      try (ControllerProcess controller = give(inventory)) {
        heard(controller);
        killed = !controller.endsWithin(after);
        controller.kill();
      }
      String where = journal();
      Verdict verdict = new Verdict(seed, wish.name(), where, after, converge(inventory));
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

  /** Waits until the machine has heard of the command: the moments before that are all alike. */
  private long heard(ControllerProcess controller) throws Exception {
    for (int i = 0; i < 60_000 && controller.isAlive() && machine.commands().isEmpty(); i++) {
      Thread.sleep(5);
    }
    return System.nanoTime();
  }

  private List<String> converge(Path inventory) throws Exception {
    for (int i = 0; i < 6000 && !new MachineProcesses(machine).all().isEmpty(); i++) {
      Thread.sleep(50);
    }
    new MachineLock(machine).endLease();
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

  /** What is wrong with a machine that is said to be done. */
  private List<String> faults(Path inventory) throws IOException {
    List<String> faults = new ArrayList<>();
    Ran look = desk.look(inventory);
    if (!look.equals(Desk.inSync(1))) {
      faults.add(desk.run("plan", "-i", inventory.toString()).out());
    }
    String env = Files.readString(machine.install().resolve(".env.deploy"));
    if (!env.endsWith(ENV)) {
      faults.add(".env.deploy is " + env);
    }
    if (!Files.readAllLines(table()).equals(rows)) {
      faults.add("the rows are " + Files.readAllLines(table()) + ", not " + rows);
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
    Files.writeString(table(), row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Path table() {
    return machine.docker().volume("walter_postgres").resolve("rows");
  }

  private String journal() throws IOException {
    Path journal = machine.home().resolve(".walter-fleet/journal");
    String text = Files.readString(journal);
    return text.replaceAll("(?s).*\nstep=(\\w*)\nstate=(\\w*)\n.*", "$1 $2");
  }

  /** An inventory that wants something else than what is there. */
  private Path next(Wish wish) {
    number++;
    if (wish != Wish.KEYS) {
      release = release.equals("1.8.2") ? "1.8.3" : "1.8.2";
    }
    return desk.write(
        desk.inventory()
            .with("defaults", "{release: '" + release + "', " + wish.keys + "}")
            .with("backups", "{keep: 3}")
            .machine(machine, "host: h" + number + ".example.com"));
  }

  private ControllerProcess give(Path inventory) throws IOException {
    desk.fleet().clearLogs();
    return ControllerProcess.start(
        desk, List.of("apply", "--yes", "--quiet", "-i", inventory.toString()));
  }
}
