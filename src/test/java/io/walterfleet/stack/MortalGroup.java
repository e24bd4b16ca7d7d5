package io.walterfleet.stack;

import io.walterfleet.testbed.ContainerFleet;
import io.walterfleet.testbed.ContainerMachine;
import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.Desk;
import io.walterfleet.testbed.Desk.Ran;
import io.walterfleet.testbed.NothingLeftToDo;
import io.walterfleet.testbed.VendorBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Machines with one bundle that go from act to act together, and each dies elsewhere.
 *
 * <ol>
 *   <li>Each act is a command of the program for all machines at once; what one act leaves is what
 *       the next one finds.
 *   <li>Where a machine died, the same command is given again until it is done.
 *   <li>Then a plan must find nothing to do, the database is restarted and must have each row that
 *       it acknowledged, and all else must be as if nothing had happened.
 *   <li>After a fault all machines are made anew, and begin with a first install; else the upgrade
 *       follows once more where nobody is left to die in a first install.
 * </ol>
 */
final class MortalGroup {
  private final EngineBundle bundle;
  private final List<MortalMachine> machines;
  private final List<Account> accounts;
  private final Desk desk;
  private final String inventory;
  private final Path scratch;
  private final Map<EngineAct, Deque<EngineCell>> cells;
  private final List<Verdict> verdicts = new ArrayList<>();

  /** Whether the machines are at the old release, with all that they ought to have. */
  private boolean isWhole;

  /**
   * What became of a machine.
   *
   * @param point the checkpoint at which it died; empty if it was done before
   */
  record Verdict(EngineBundle bundle, EngineAct act, EngineCell cell, String point, String faults) {
    boolean holds() {
      return faults.isEmpty();
    }

    @Override
    public String toString() {
      return "%s %s %s (%s): %s".formatted(bundle, act, cell, point, holds() ? "holds" : faults);
    }
  }

  private MortalGroup(
      EngineBundle bundle, List<MortalMachine> machines, Path scratch, String inventory, int spread)
      throws IOException, InterruptedException {
    this.bundle = bundle;
    this.machines = machines;
    this.scratch = scratch;
    this.desk = new Desk(scratch);
    this.inventory = inventory;
    this.cells = EngineCell.spread(bundle, spread);
    for (MortalMachine machine : machines) {
      machine.prepare();
    }
    this.accounts = machines.stream().map(one -> Account.open(one.walter())).toList();
  }

  /**
   * Machines of a fleet with a bundle.
   *
   * @param from the first of them
   * @param spread how many cells of each act
   */
  static MortalGroup of(ContainerFleet fleet, EngineBundle bundle, int from, int count, int spread)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(fleet.scratch().resolve("desk-" + bundle));
    for (String version : List.of(EngineAct.OLD_BUNDLE, EngineAct.NEW_BUNDLE)) {
      VendorBundle.publish(bundle.source(), home.resolve(version), version, Map.of());
    }
    List<MortalMachine> machines =
        IntStream.range(from, from + count)
            .mapToObj(index -> new MortalMachine(fleet.walters().get(index)))
            .toList();
    String head =
        """
        apiVersion: walter-fleet/v1
        fleet: mortal
        releases: {manifest: "%s/BUNDLE/manifest.v1.json"}
        ssh: {user: walter, identityFile: "%s", knownHostsFile: "%s"}
        rollout:
          batch: [100%%]
          gate: {timeout: 2m, interval: 500ms, healthyFor: 1s}
          maxFailed: 100%%
        backups: {keep: 3}
        groups:
          stores:
            machines:
        """
            .formatted(home, fleet.machine(0).identity(), fleet.knownHosts());
    return new MortalGroup(bundle, machines, home, head, spread);
  }

  /** Plays all cells, or as many as there is time for until then. */
  List<Verdict> play(long until) throws Exception {
    try {
      while (cells.values().stream().anyMatch(left -> !left.isEmpty()) && isBefore(until)) {
        round(until);
      }
      if (isWhole) {
        // a plan found nothing to do after each act: it is the release before that is wished for
        done(EngineAct.FIRST_INSTALL, inventory(EngineAct.FIRST_INSTALL));
      }
      NothingLeftToDo.settle(desk);
      return verdicts;
    } finally {
      for (Account account : accounts) {
        account.stop();
      }
    }
  }

  /**
   * All acts one after the other; none of those that are played already, and no first install where
   * all held so far.
   */
  private void round(long until) throws Exception {
    if (!isWhole || isLeft(EngineAct.FIRST_INSTALL)) {
      for (int i = 0; i < machines.size(); i++) {
        machines.get(i).anew(bundle);
        // last: until all is gone there, rows are still acknowledged
        accounts.get(i).forget();
      }
      isWhole = act(EngineAct.FIRST_INSTALL);
    }
    boolean isAway = false;
    for (EngineAct act : bundle.acts()) {
      // who has gone is always brought back
      boolean isDue = act.isBack() ? isAway : isWanted(act) && isBefore(until);
      if (isWhole && isDue && act != EngineAct.FIRST_INSTALL) {
        isWhole = act(act);
        isAway = !act.isBack();
      }
    }
  }

  private boolean isWanted(EngineAct act) {
    return isLeft(act) || act.pairs().stream().anyMatch(this::isLeft);
  }

  private static boolean isBefore(long until) {
    return System.currentTimeMillis() < until;
  }

  private Deque<EngineCell> left(EngineAct act) {
    return cells.computeIfAbsent(act, none -> new ArrayDeque<>());
  }

  private boolean isLeft(EngineAct act) {
    return !left(act).isEmpty();
  }

  private boolean act(EngineAct act) throws Exception {
    long began = System.currentTimeMillis();
    List<EngineCell> fates = new ArrayList<>();
    for (MortalMachine machine : machines) {
      EngineCell fate = isLeft(act) ? left(act).remove() : EngineCell.NONE;
      machine.arm(fate);
      fates.add(fate);
    }
    String wish = inventory(act);
    List<String> said = done(act, wish);
    List<Verdict> found = judge(act, fates, wish, System.currentTimeMillis() * 1000);
    verdicts.addAll(found);
    System.out.printf(
        "%s, %d runs in %d s%n%s",
        act, said.size(), (System.currentTimeMillis() - began) / 1000, words(found));
    if (found.stream().allMatch(Verdict::holds)) {
      return true;
    }
    said.forEach(System.out::println);
    return false;
  }

  /** A line for each machine, with how many acts its scripts began. */
  private String words(List<Verdict> found) throws IOException, InterruptedException {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < found.size(); i++) {
      words.append("  %s, %d acts%n".formatted(found.get(i), machines.get(i).passed()));
    }
    return words.toString();
  }

  private List<Verdict> judge(EngineAct act, List<EngineCell> fates, String wish, long ended)
      throws Exception {
    Ran plan = desk.run("plan", "--detailed-exitcode", "-q", "-i", wish);
    String all = plan.exitCode() == 0 ? "" : "the plan finds something: " + plan.out() + plan.err();
    List<String> faults =
        IntStream.range(0, machines.size())
            .parallel()
            .mapToObj(index -> all + faults(act, index, ended))
            .toList();
    List<Verdict> found = new ArrayList<>();
    for (int i = 0; i < machines.size(); i++) {
      String point = machines.get(i).reached();
      found.add(new Verdict(bundle, act, fates.get(i), point, faults.get(i)));
    }
    return found;
  }

  /** Gives the command until it is done. */
  private List<String> done(EngineAct act, String wish) throws Exception {
    List<String> said = new ArrayList<>();
    List<String> words = new ArrayList<>(act.words());
    words.addAll(List.of("-i", wish));
    for (int run = 1; run <= 5; run++) {
      Ran ran = desk.run(words.toArray(String[]::new));
      said.add(ran.out() + ran.err());
      for (MortalMachine machine : machines) {
        machine.awaitEngine();
      }
      if (ran.exitCode() == 0) {
        break;
      }
    }
    return said;
  }

  private String faults(EngineAct act, int index, long ended) {
    MortalMachine machine = machines.get(index);
    Account account = accounts.get(index);
    try {
      if (act.undoesRows()) {
        account.putBack(machine.backedUp(), ended);
      }
      String faults = machine.faults(act) + account.missing();
      if (act == EngineAct.FIRST_INSTALL) {
        machine.startProfile();
      }
      return faults;
    } catch (IOException failure) {
      return failure.toString();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return stop.toString();
    }
  }

  private String inventory(EngineAct act) throws IOException {
    StringBuilder yaml = new StringBuilder(inventory.replace("BUNDLE", act.bundle()));
    for (MortalMachine one : machines) {
      ContainerWalter walter = one.walter();
      ContainerMachine machine = walter.machine();
      yaml.append(
          "      %s: {address: %s, ssh: {port: %d}, %s}\n"
              .formatted(
                  walter.name(), machine.address(), machine.port(), act.wish(walter.host())));
    }
    Path file = Files.createTempFile(scratch, "inventory-", ".yml");
    return Files.writeString(file, yaml).toString();
  }
}
