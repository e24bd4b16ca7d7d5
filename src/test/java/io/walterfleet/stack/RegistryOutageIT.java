package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.stack.StackSite.Failing;
import io.walterfleet.testbed.ContainerFleet.Settings;
import io.walterfleet.testbed.ContainerMachine;
import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.Desk.Ran;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The registry dies while it serves the layers of a release. */
@Tag("stack")
class RegistryOutageIT {
  @Test
  void aPullWhoseRegistryDiesChangesNothingAndTheSameCommandGoesOn() throws Exception {
    // Docker's own patience is a minute; the test has none
    Settings impatient = new Settings("", "--max-download-attempts 1");
    try (StackSite site = StackSite.start(1, impatient)) {
      giveUpSilentPeers(site.walter(0).machine());
      String first =
          site.inventory(
              Failing.NEVER,
              "release: '1.7.9', host: store-1.example.com, mode: internal-tls, httpsPort: 8443");
      CompletableFuture<Ran> run = CompletableFuture.supplyAsync(() -> site.apply(3, first));
      awaitDownload(site.walter(0).machine());
      String said;
      site.fleet().killRegistry();
      try {
        said = run.get(4, TimeUnit.MINUTES).ending("failed: store-1");
      } finally {
        site.fleet().reviveRegistry();
      }

      assertThat(said.replaceAll("\\s+", " "))
          .containsPattern(
              "pull failed: could not pull ghcr\\.io/matchylabs/(walter:1\\.7\\.9|postgres:15): ")
          .contains("(nothing was changed)");
      assertThat(said).endsWith("\n1 machine: 1 failed in T\n");
      assertThat(site.walter(0).machine().shell("ls; docker ps -aq")).isEmpty();
      site.apply(0, first);
      assertThat(site.walter(0).containers()).isEqualTo(ContainerWalter.running("1.7.9"));
      site.assertThatThereIsNothingToDo(first);
    }
  }

  /**
   * A registry that dies with a full send buffer says no goodbye. The engine's kernel then asks
   * nine times, half a minute apart, whether it is still there; here it asks once.
   */
  private static void giveUpSilentPeers(ContainerMachine machine) throws Exception {
    machine.root("echo 1 > /proc/sys/net/ipv4/tcp_keepalive_probes");
  }

  /** Waits until the engine has received a part of a layer, and not yet all of them. */
  private static void awaitDownload(ContainerMachine machine) throws Exception {
    machine.root(
        "timeout 120 sh -c 'until [ $(cat /var/lib/docker/tmp/GetImageBlob* 2>/dev/null | wc -c) -gt 1000000 ];"
            + " do sleep 0.05; done'");
  }
}
