package io.walterfleet;

import io.walterfleet.Operator.Ran;
import io.walterfleet.testbed.LoopbackFleet;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.VendorBundle;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loopback machines, a vendor and an operator who has all machines in one inventory.
 *
 * @param vendor what the vendor publishes, as files
 */
record LoopbackSite(LoopbackFleet fleet, VendorBundle vendor, Operator operator)
    implements AutoCloseable {
  /** A site with machines that have no install. */
  static LoopbackSite start(int machines, String... sshdOptions)
      throws IOException, InterruptedException {
    LoopbackFleet fleet = LoopbackFleet.start(machines, sshdOptions);
    return new LoopbackSite(
        fleet,
        VendorBundle.publish(fleet.scratch().resolve("vendor"), "2026.11.1"),
        new Operator(fleet.scratch().resolve("operator")));
  }

  /** A site whose machines run this release, installed by the vendor's own command. */
  static LoopbackSite running(String release, int machines, String... sshdOptions)
      throws IOException, InterruptedException {
    LoopbackSite site = start(machines, sshdOptions);
    site.fleet.installEverywhere(release);
    site.fleet.clearLogs();
    return site;
  }

  /** Runs a command on the inventory that wishes this of every machine. */
  Ran run(String wish, String command, String... words) throws IOException {
    String inventory = operator.inventory(inventory(wish));
    List<String> line =
        Stream.concat(Stream.of(command, "-i", inventory), Stream.of(words)).toList();
    return operator.run(line.toArray(String[]::new));
  }

  /** The addresses of all machines. */
  List<String> addresses() {
    return fleet.machines().stream().map(LoopbackMachine::address).toList();
  }

  @Override
  public void close() throws IOException {
    fleet.close();
  }

  private String inventory(String wish) {
    return """
        apiVersion: walter-fleet/v1
        fleet: loopback
        releases: {manifest: "%s"}
        ssh: {user: %s, port: %d, identityFile: "%s", knownHostsFile: "%s"}
        defaults: {%s}
        rollout: {pause: 0s, gate: {timeout: 20s, interval: 100ms, healthyFor: 200ms}}
        groups:
          stores:
            machines:
        %s
        """
        .formatted(
            vendor.manifest(),
            fleet.user(),
            fleet.port(),
            fleet.identity(),
            fleet.knownHosts(),
            wish,
            fleet.machines().stream().map(LoopbackSite::line).collect(Collectors.joining("\n")));
  }

  private static String line(LoopbackMachine machine) {
    return "      %s: {address: %s, host: %s, httpsPort: %d}"
        .formatted(machine.name(), machine.address(), machine.host(), machine.httpsPort());
  }
}
