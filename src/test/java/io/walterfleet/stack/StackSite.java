package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Whole machines, what the vendor publishes, and a desk to type command lines at. */
final class StackSite implements AutoCloseable {
  private final ContainerFleet fleet;
  private final VendorBundle bundle;
  private final Desk desk;

  private StackSite(ContainerFleet fleet) throws IOException, InterruptedException {
    this.fleet = fleet;
    this.bundle =
        VendorBundle.publish(fleet.scratch().resolve("vendor"), "2026.11.1", fleet.digests());
    this.desk = new Desk(Files.createDirectories(fleet.scratch().resolve("desk")));
  }

  /** Starts machines with settings of their own. */
  static StackSite start(int machines, ContainerFleet.Settings settings)
      throws IOException, InterruptedException {
    return new StackSite(ContainerFleet.start(machines, settings));
  }

  ContainerFleet fleet() {
    return fleet;
  }

  Desk desk() {
    return desk;
  }

  List<ContainerWalter> walters() {
    return fleet.walters();
  }

  ContainerWalter walter(int index) {
    return walters().get(index);
  }

  /**
   * What is said of failures.
   *
   * @param patience of the gate
   * @param borne how many machines may fail
   */
  record Failing(String patience, String borne) {
    static final Failing NEVER = new Failing("3m", "0");
    static final Failing SOON = new Failing("25s", "100%");
  }

  /**
   * Writes an inventory.
   *
   * @param each what is said of each machine, in order; there may be fewer than machines
   */
  String inventory(Failing failing, String... each) throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: walter-fleet/v1
            fleet: stack
            releases: {manifest: "%s"}
            ssh: {user: walter, identityFile: "%s", knownHostsFile: "%s"}
            rollout:
              batch: [100%%]
              gate: {timeout: %s, interval: 500ms, healthyFor: 1s}
              maxFailed: %s
            groups:
              stores:
                machines:
            """
                .formatted(
                    bundle.manifest(),
                    fleet.machine(0).identity(),
                    fleet.knownHosts(),
                    failing.patience(),
                    failing.borne()));
    for (int index = 0; index < each.length; index++) {
      ContainerMachine machine = fleet.machine(index);
      yaml.append(
          "      %s: {address: %s, ssh: {port: %d}, %s}\n"
              .formatted(walter(index).name(), machine.address(), machine.port(), each[index]));
    }
    Path file = Files.createTempFile(fleet.scratch(), "inventory-", ".yml");
    return Files.writeString(file, yaml).toString();
  }

  /** The same inventory where the vendor has published another bundle since. */
  String withNextBundle(String inventory) throws IOException, InterruptedException {
    VendorBundle next =
        VendorBundle.publish(fleet.scratch().resolve("vendor-next"), "2026.12.1", fleet.digests());
    Path file = Files.createTempFile(fleet.scratch(), "inventory-", ".yml");
    String yaml = Files.readString(Path.of(inventory));
    return Files.writeString(
            file, yaml.replace(bundle.manifest().toString(), next.manifest().toString()))
        .toString();
  }

  /** Lets the program write the inventory from what the machines have; where it is. */
  String adopted() {
    Path file = fleet.scratch().resolve("adopted.yml");
    List<String> words = new ArrayList<>(List.of("adopt", "--quiet", "--out", file.toString()));
    words.addAll(List.of("--manifest", bundle.manifest().toString()));
    words.addAll(List.of("--ssh", "identityFile=" + fleet.machine(0).identity()));
    words.addAll(List.of("--ssh", "knownHostsFile=" + fleet.knownHosts()));
    for (int index = 0; index < walters().size(); index++) {
      ContainerMachine machine = fleet.machine(index);
      words.add(walter(index).name() + "=walter@" + machine.address() + ":" + machine.port());
    }
    String all = Integer.toString(walters().size());
    assertThat(desk.run(words.toArray(String[]::new)))
        .isEqualTo(new Ran(0, "", all + " machines adopted: " + all + " in sync\n"));
    return file.toString();
  }

  /** Makes all machines as new. */
  void wipe() {
    onEach(ContainerWalter::wipe);
  }

  /** Something done on a machine. */
  interface Deed {
    void on(ContainerWalter walter) throws IOException, InterruptedException;
  }

  /** Does it on all machines side by side. */
  void onEach(Deed deed) {
    walters().parallelStream()
        .forEach(
            walter -> {
              try {
                deed.on(walter);
              } catch (IOException failure) {
                throw new IllegalStateException(walter.name(), failure);
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** A question to one machine. */
  interface Question {
    String to(ContainerWalter walter) throws IOException, InterruptedException;
  }

  /** The answers of all machines, by their names. */
  Map<String, String> each(Question question) {
    Map<String, String> answers = new ConcurrentSkipListMap<>();
    onEach(walter -> answers.put(walter.name(), question.to(walter)));
    return answers;
  }

  /** Applies without a question; another exit code than this is a failure that shows the output. */
  Ran apply(int exitCode, String inventory, String... more) {
    List<String> words = new ArrayList<>(List.of("apply", "--yes", "-i", inventory));
    words.addAll(List.of(more));
    Ran ran = desk.run(words.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(exitCode);
    return ran;
  }

  /** A second apply changes nothing on any machine, and a second plan finds nothing to do. */
  void assertThatThereIsNothingToDo(String inventory) {
    Map<String, String> before = each(ContainerWalter::footprint);
    apply(0, inventory);
    assertThat(each(ContainerWalter::footprint)).isEqualTo(before);
    int count = walters().size();
    String machines = count == 1 ? "1 machine" : count + " machines";
    assertThat(desk.run("plan", "--detailed-exitcode", "-q", "-i", inventory))
        .isEqualTo(new Ran(0, machines + ": " + count + " in sync\n", ""));
  }

  @Override
  public void close() throws IOException {
    try (fleet) {
      NothingLeftToDo.settle(desk);
    }
  }
}
