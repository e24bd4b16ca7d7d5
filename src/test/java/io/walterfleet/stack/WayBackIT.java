package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.stack.StackSite.Failing;
import io.walterfleet.testbed.ContainerFleet.Settings;
import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.Desk.Ran;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Releases that go wrong on whole machines, and the way back. Their SSH servers forbid forwarding
 * and more than one channel, so that the machine's own curl stands at the gate.
 */
@Tag("stack")
class WayBackIT {
  private static StackSite site;

  @BeforeAll
  static void start() throws Exception {
    site = StackSite.start(2, new Settings("AllowTcpForwarding no\nMaxSessions 1\n", ""));
  }

  @AfterAll
  static void stop() throws Exception {
    site.close();
  }

  @BeforeEach
  void installed() {
    site.wipe();
    site.onEach(walter -> walter.install("1.7.9"));
    site.onEach(ContainerWalter::fill);
  }

  @Test
  void aReleaseThatNeverBecomesReadyAndOneThatFlapsAreUndoneWhole() throws Exception {
    Map<String, String> env = site.each(ContainerWalter::env);

    Ran ran =
        site.apply(
            3,
            site.inventory(
                Failing.SOON,
                "image: ghcr.io/matchylabs/walter:1.8.90, backup: volumes",
                "image: ghcr.io/matchylabs/walter:1.8.92, backup: volumes"));

    assertThat(ran.ending("2 machines")).isEqualTo("2 machines: 2 rolled back in T\n");
    assertThatAllIsAsBefore(env);
  }

  @Test
  void aMigrationThatFailsHalfWayIsUndoneAndWithoutCopiesLeftToTheOperator() throws Exception {
    Map<String, String> env = site.each(ContainerWalter::env);

    String bad =
        site.inventory(
            Failing.SOON,
            "image: ghcr.io/matchylabs/walter:1.8.91, backup: volumes",
            "image: ghcr.io/matchylabs/walter:1.8.91, backup: none");

    Ran ran = site.apply(3, bad);

    assertThat(ran.ending("2 machines")).isEqualTo("2 machines: 1 rolled back, 1 failed in T\n");
    assertThat(ran.out())
        .contains("the service setup ended with 1")
        .contains("the schema was migrated, and the backup has no volumes (backup: none)");
    assertThat(site.walter(0).env()).isEqualTo(env.get("store-1"));
    assertThat(site.walter(0).schema()).isEqualTo("7");
    assertThat(site.each(ContainerWalter::kept)).isEqualTo(site.each(ContainerWalter::filled));

    assertThat(site.desk().run("plan", "-q", "--limit", "store-2", "-i", bad))
        .isEqualTo(new Ran(0, "1 machine: 1 to change\n", ""));

    site.walter(1).sql("delete from walter_schema where version > 7");
    Ran back =
        site.desk().run("rollback", "--data", "none", "--yes", "--limit", "store-2", "-i", bad);
    assertThat(back.exitCode()).as(back.out() + back.err()).isZero();
    assertThatAllIsAsBefore(env);
  }

  @Test
  void aGoodUpgradeIsTakenBackByCommand() throws Exception {
    Map<String, String> env = site.each(ContainerWalter::env);
    String minor =
        site.inventory(
            Failing.NEVER, "release: minor, backup: volumes", "release: minor, backup: volumes");
    site.apply(0, minor);
    assertThat(site.each(ContainerWalter::schema))
        .isEqualTo(Map.of("store-1", "9", "store-2", "9"));

    Ran ran = site.desk().run("rollback", "--all", "--yes", "-i", minor);

    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
    assertThatAllIsAsBefore(env);
  }

  private static void assertThatAllIsAsBefore(Map<String, String> env) throws IOException {
    assertThat(site.each(ContainerWalter::env)).isEqualTo(env);
    assertThat(site.each(ContainerWalter::schema))
        .isEqualTo(Map.of("store-1", "7", "store-2", "7"));
    assertThat(site.each(ContainerWalter::containers))
        .isEqualTo(site.each(walter -> ContainerWalter.running("1.7.9")));
    assertThat(site.each(walter -> walter.status(8443, "/health/ready")))
        .isEqualTo(Map.of("store-1", "200", "store-2", "200"));
    assertThat(site.each(ContainerWalter::kept)).isEqualTo(site.each(ContainerWalter::filled));
    assertThat(site.each(ContainerWalter::startedFrom))
        .isEqualTo(site.each(walter -> "/home/walter/walter-onprem"));
    String mended = site.inventory(Failing.NEVER, "release: '1.7.9'", "release: '1.7.9'");
    site.apply(0, mended);
    site.assertThatThereIsNothingToDo(mended);
  }
}
