package io.walterfleet.loopback;

import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.MachineLock;
import io.walterfleet.testbed.MachineProcesses;
import io.walterfleet.testbed.VendorBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is done to a machine that dies on the way. */
enum Scenario {
  /** A release with another schema, and the vendor's own install before it. */
  UPGRADE {
    @Override
    String alone() {
      return "always";
    }

    @Override
    void prepare(Desk desk) throws Exception {
      installed(desk.machine(0));
    }

    @Override
    Inventory wish(Inventory all) {
      return all.with("defaults", "{backup: volumes, release: stable}");
    }
  },

  /** Nothing was there before but an empty directory. */
  FIRST_INSTALL {
    @Override
    void prepare(Desk desk) throws IOException {
      Files.createDirectories(desk.machine(0).install());
    }

    @Override
    Inventory wish(Inventory all) {
      return all.with("defaults", "{release: stable, mode: internal-tls}");
    }

    @Override
    String keys(LoopbackMachine machine) {
      return "host: %s, httpsPort: %d".formatted(machine.host(), machine.httpsPort());
    }
  },

  /** The bundle stays; the image and a key change after a dump, and an old backup is pruned. */
  KEYS {
    @Override
    void prepare(Desk desk) throws Exception {
      installed(desk.machine(0));
      dumping(desk.machine(0));
      bring(desk, "{backup: none, release: '1.7.8'}");
    }

    @Override
    void own(LoopbackMachine machine) throws IOException {
      dumping(machine);
    }

    @Override
    Inventory wish(Inventory all) {
      return all.with("defaults", "{backup: dump, release: stable}").with("backups", "{keep: 1}");
    }

    @Override
    String keys(LoopbackMachine machine) {
      return "host: new-" + machine.host();
    }
  },

  /** Back to the release before, directory and volumes. */
  ROLLBACK {
    @Override
    String alone() {
      return "always";
    }

    @Override
    void prepare(Desk desk) throws Exception {
      installed(desk.machine(0));
      bring(desk, "{backup: none, release: '1.7.8'}");
      publish(desk, "2026.12.1");
      bring(desk, "{backup: volumes, release: stable}");
      publish(desk, "2026.11.1");
    }

    @Override
    Inventory wish(Inventory all) {
      return all.with("defaults", "{backup: volumes, release: '1.7.8'}");
    }

    @Override
    String command() {
      return "rollback";
    }
  },

  /** The same with volumes that are mounted from elsewhere, which are copied. */
  ROLLBACK_BY_COPIES {
    @Override
    String alone() {
      return ROLLBACK.alone();
    }

    @Override
    void prepare(Desk desk) throws Exception {
      ROLLBACK.prepare(desk);
      for (String volume : List.of("walter_postgres", "walter_state")) {
        Path data = desk.machine(0).docker().volume(volume);
        Files.writeString(data.resolveSibling("options"), "o=bind\n");
      }
    }

    @Override
    Inventory wish(Inventory all) {
      return ROLLBACK.wish(all);
    }

    @Override
    String command() {
      return ROLLBACK.command();
    }
  },

  /** Back to the keys before, which is another file and no data. */
  ROLLBACK_OF_KEYS {
    @Override
    void prepare(Desk desk) throws Exception {
      installed(desk.machine(0));
      bring(desk, "{backup: none, release: '1.7.8'}");
      bring(desk, "{backup: none, release: '1.7.8'}", "host: other.example.com");
    }

    @Override
    Inventory wish(Inventory all) {
      return all.with("defaults", "{backup: none, release: '1.7.8'}");
    }

    @Override
    String command() {
      return "rollback";
    }
  },

  /**
   * The power had failed between the two renames of a swap, and fails again while that is mended.
   */
  MENDED_WINDOW {
    @Override
    String alone() {
      return "always";
    }

    @Override
    void prepare(Desk desk) throws Exception {
      LoopbackMachine machine = desk.machine(0);
      installed(machine);
      new KillPoint("exchange.old-away.after", 1).arm(machine, Death.POWER);
      Path inventory = desk.write(wish(desk.inventory()).only(List.of(machine)));
      List<String> words = List.of("apply", "--yes", "-i", inventory.toString());
      try (ControllerProcess controller = ControllerProcess.start(desk, words)) {
        Desk.await(() -> KillPoint.isReached(machine));
        controller.kill();
      }
      new MachineProcesses(machine).cutPower();
      new MachineLock(machine).endLease();
      machine.environment(Map.of());
    }

    @Override
    Inventory wish(Inventory all) {
      return UPGRADE.wish(all);
    }

    @Override
    boolean isOf(KillPoint point) {
      return point.act().equals("window.mend");
    }
  };

  /** Publishes a bundle whose services come back as this scenario's do. */
  void publish(Desk desk, String version) throws IOException, InterruptedException {
    VendorBundle.publish(desk.bundle().manifest().resolveSibling("."), version, this::restarting);
  }

  /** The restart policy of the bundle's services; {@code -Dkill.restart} gives all the same. */
  String restart() {
    return System.getProperty("kill.restart", alone());
  }

  /** The same where nobody says otherwise. */
  String alone() {
    return "unless-stopped";
  }

  private String restarting(String compose) {
    return compose.replace("restart: unless-stopped", "restart: " + restart());
  }

  /** Makes the first machine what all shall be before they die. */
  abstract void prepare(Desk desk) throws Exception;

  /** What the inventory says of all machines. */
  abstract Inventory wish(Inventory all);

  /** What the inventory says of this machine alone. */
  String keys(LoopbackMachine machine) {
    return "";
  }

  /** What a copy of the first machine lacks yet. */
  void own(LoopbackMachine machine) throws IOException {}

  /** The command that is given, and given again. */
  String command() {
    return "apply";
  }

  /** True for the points at which this scenario lets machines die. */
  boolean isOf(KillPoint point) {
    return true;
  }

  /** True when the command is not to be given again: who went back is not to go back once more. */
  boolean isOver(LoopbackMachine machine) throws IOException {
    Path journal = machine.home().resolve(".walter-fleet/journal");
    return command().equals("rollback") && Files.readString(journal).contains("cleared\n");
  }

  /** Installs the old release by hand; an engine that comes back may start even what is stopped. */
  void installed(LoopbackMachine machine) throws Exception {
    machine.install("1.7.8");
    Path compose = machine.install().resolve("compose.yml");
    Files.writeString(compose, restarting(Files.readString(compose)));
    machine.compose("up", "-d");
    Path env = machine.install().resolve(".env.deploy");
    String keys = Files.readString(env).replace("\n", "\r\n").replace("SECRET", "export SECRET");
    Files.writeString(env, keys + "\r\n# the last line has no end\r\nX='a b' # c");
    Path secret = machine.docker().volume("walter_state").resolve("bootstrap_secret");
    Files.writeString(secret, "made at its first start");
    for (String volume : List.of("walter_postgres", "walter_state")) {
      Files.writeString(machine.docker().volume(volume).resolve("rows"), "of " + volume);
    }
  }

  private static void dumping(LoopbackMachine machine) throws IOException {
    for (String tool : List.of("pg_dump", "pg_dumpall", "pg_restore")) {
      machine.inside(tool, "#!/bin/sh\necho of " + tool + "\n");
    }
  }

  private static void bring(Desk desk, String defaults) {
    bring(desk, defaults, "installDir: walter-onprem");
  }

  /** Applies this to the first machine alone. */
  private static void bring(Desk desk, String defaults, String keys) {
    LoopbackMachine machine = desk.machine(0);
    Inventory one = desk.inventory().machine(machine, keys).only(List.of(machine));
    Path inventory = desk.write(one.with("defaults", defaults));
    Desk.Ran ran = desk.apply(inventory);
    if (ran.exitCode() != 0) {
      throw new IllegalStateException(ran.toString());
    }
    desk.assertNothingToDo(1, inventory);
  }
}
