package io.walterfleet.stack;

import io.walterfleet.testbed.ContainerFleet;
import io.walterfleet.testbed.ContainerMachine;
import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.Desk;
import io.walterfleet.testbed.VendorBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whole machines, what the vendor publishes, and a desk to type command lines at. */
final class StackSite implements AutoCloseable {
  private final ContainerFleet fleet;
  private final VendorBundle bundle;
  private final Desk desk;

  private StackSite(ContainerFleet fleet) throws IOException, InterruptedException {
    this.fleet = fleet;
    this.bundle = VendorBundle.publish(fleet.scratch().resolve("vendor"), "2026.11.1");
    this.desk = new Desk(Files.createDirectories(fleet.scratch().resolve("desk")));
  }

  /** Starts machines; the lines are added to their sshd's configuration. */
  static StackSite start(int machines, String sshdOptions)
      throws IOException, InterruptedException {
    return new StackSite(ContainerFleet.start(machines, sshdOptions));
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
   * Writes an inventory.
   *
   * @param each what is said of each machine, in order; there may be fewer than machines
   * @param rollout more of the rollout
   */
  String inventory(String rollout, String... each) throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: walter-fleet/v1
            fleet: stack
            releases: {manifest: "%s"}
            ssh: {user: walter, identityFile: "%s", knownHostsFile: "%s"}
            rollout:
              batch: [100%%]
              gate: {timeout: 3m, interval: 500ms, healthyFor: 1s}
            %sgroups:
              stores:
                machines:
            """
                .formatted(
                    bundle.manifest(),
                    fleet.machine(0).identity(),
                    fleet.knownHosts(),
                    rollout.indent(2)));
    for (int index = 0; index < each.length; index++) {
      ContainerMachine machine = fleet.machine(index);
      yaml.append(
          "      %s: {address: %s, ssh: {port: %d}, %s}\n"
              .formatted(walter(index).name(), machine.address(), machine.port(), each[index]));
    }
    Path file = Files.createTempFile(fleet.scratch(), "inventory-", ".yml");
    return Files.writeString(file, yaml).toString();
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

  @Override
  public void close() throws IOException {
    fleet.close();
  }
}
