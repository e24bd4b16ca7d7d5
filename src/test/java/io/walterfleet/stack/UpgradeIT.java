package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.stack.StackSite.Failing;
import io.walterfleet.testbed.ContainerFleet.Settings;
import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.Desk.Ran;
import io.walterfleet.testbed.ProcessList;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three whole machines at once are installed, upgraded and corrected. */
@Tag("stack")
class UpgradeIT {
  private static final String INTERNAL =
      "host: %s.example.com, mode: internal-tls, httpsPort: 8443, ";
  private static StackSite site;

  @BeforeAll
  static void start() throws Exception {
    site = StackSite.start(3, Settings.NONE);
  }

  @AfterAll
  static void stop() throws Exception {
    site.close();
  }

  @BeforeEach
  void wipe() {
    site.wipe();
  }

  @Test
  void emptyMachinesAreInstalledAndThenPatchedWithoutLoss() throws Exception {
    apply(0, inventory("release: '1.7.8', backup: none"));
    assertThat(containers()).isEqualTo(all(ContainerWalter.running("1.7.8")));
    site.onEach(walter -> walter.addEnv("SECRET_KEY_BASE=" + walter.secret()));
    site.onEach(ContainerWalter::fill);

    String patch = inventory("release: patch, backup: none");
    apply(0, patch);

    assertThat(containers()).isEqualTo(all(ContainerWalter.running("1.7.9")));
    assertThatNothingIsLost();
    site.assertThatThereIsNothingToDo(patch);
    assertThatNoSecretLeft();
  }

  @Test
  void aMissingTagStopsTheRunBeforeAnyMachineIsChanged() throws Exception {
    site.onEach(walter -> walter.install("1.7.8"));
    Map<String, String> before = each(ContainerWalter::footprint);
    String inventory =
        site.inventory(
            Failing.NEVER,
            named(0, "release: patch, backup: none"),
            named(1, "image: ghcr.io/matchylabs/walter:1.7.77, backup: none"),
            named(2, "release: patch, backup: none"));

    Ran ran = apply(4, inventory);

    assertThat(ran.ending("skipped: 2 machines"))
        .isEqualTo(
            """
            skipped: 2 machines: store-1, store-3
                the failure budget was spent before its turn
            failed: store-2
                pull failed: could not pull ghcr.io/matchylabs/walter:1.7.77: "Error response from daemon:
                manifest for ghcr.io/matchylabs/walter:1.7.77 not found: manifest unknown: manifest unknown"
                (nothing was changed)
                fix: check that the image exists and that the machine reaches its registry

            3 machines: 2 skipped, 1 failed in T; stopped: more than 0 failed
            """);
    assertThat(each(ContainerWalter::footprint)).isEqualTo(before);
    assertThatNoSecretLeft();
    String mended = inventory("release: patch, backup: none");
    apply(0, mended);
    assertThat(containers()).isEqualTo(all(ContainerWalter.running("1.7.9")));
    site.assertThatThereIsNothingToDo(mended);
  }

  @Test
  void aMinorUpgradeMigratesAndKeepsTheDataHoweverItIsBackedUp() throws Exception {
    site.onEach(walter -> walter.install("1.7.9"));
    site.onEach(ContainerWalter::fill);
    site.assertThatThereIsNothingToDo(site.adopted());
    Map<String, String> env = each(ContainerWalter::env);
    String minor =
        site.inventory(
            Failing.NEVER,
            named(0, "release: minor, backup: none"),
            named(1, "release: minor, backup: dump"),
            named(2, "release: minor, backup: volumes"));

    apply(0, minor);

    assertThat(containers()).isEqualTo(all(ContainerWalter.running("1.8.3")));
    assertThat(each(walter -> walter.status(8443, "/health/ready"))).isEqualTo(all("200"));
    assertThat(each(ContainerWalter::schema)).isEqualTo(all("9"));
    assertThat(each(ContainerWalter::env))
        .isEqualTo(each(walter -> with(env, walter.name(), "walter:1.7.9", "walter:1.8.3")));
    assertThat(each(ContainerWalter::startedFrom)).isEqualTo(all("/home/walter/walter-onprem"));
    assertThat(each(walter -> walter.image("1.8.3")))
        .isEqualTo(each(ContainerWalter::runningImage));
    assertThat(each(ContainerWalter::backups))
        .isEqualTo(
            Map.of(
                "store-1", "none 0600",
                "store-2", "dump 0600 database.dump globals.dump",
                "store-3", "volumes 0600 postgres.tar.gz state.tar.gz"));
    assertThatNothingIsLost();
    site.assertThatThereIsNothingToDo(minor);
    assertThatNoSecretLeft();
  }

  @Test
  void modePortAndHostAreChangedAndTheOldPortIsClosed() throws Exception {
    apply(0, inventory("release: '1.7.9', backup: none"));
    site.onEach(ContainerWalter::fill);
    Map<String, String> env = each(ContainerWalter::env);
    String changed =
        site.inventory(
            Failing.NEVER,
            "host: store-1.example.com, mode: internal-tls, httpsPort: 9443, release: patch",
            "host: store-2.example.com, mode: public-tls, httpsPort: 443, release: patch",
            "host: new.example.com, mode: internal-tls, httpsPort: 8443, release: patch");
    Ran plan = site.desk().run("plan", "--detailed-exitcode", "-i", changed);
    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.out().lines().filter(line -> line.contains("steps")).distinct())
        .containsExactly("      steps       swap, restart, gate, finish");

    apply(0, changed);

    assertThat(each(ContainerWalter::env))
        .isEqualTo(
            Map.of(
                "store-1", with(env, "store-1", "WALTER_HTTPS_PORT=8443", "WALTER_HTTPS_PORT=9443"),
                "store-2",
                    with(env, "store-2", "WALTER_HTTPS_PORT=8443", "WALTER_HTTPS_PORT=443")
                        .replace("internal-tls", "public-tls"),
                "store-3", with(env, "store-3", "store-3.example.com", "new.example.com")));
    assertThat(site.walter(0).status(9443, "/health/ready")).isEqualTo("200");
    assertThat(site.walter(0).status(8443, "/health/ready")).isEqualTo("000");
    assertThat(site.walter(1).status(443, "/health/ready")).isEqualTo("200");
    assertThat(site.walter(2).status(8443, "/health/ready")).isEqualTo("421");
    assertThatNothingIsLost();
    site.assertThatThereIsNothingToDo(changed);
  }

  @Test
  void whatChangedBehindOurBackIsSeenAndPutRight() throws Exception {
    String wanted = inventory("release: '1.7.9', backup: none");
    apply(0, wanted);
    site.onEach(ContainerWalter::fill);
    site.walter(0).machine().shell("docker stop -t 1 walter-onprem-walter-1");
    site.walter(1).machine().shell("sed -i s/8443/8444/ walter-onprem/.env.deploy");
    site.walter(2).machine().shell("echo '# mine' >>walter-onprem/compose.yml");

    Ran drifted = site.desk().run("plan", "--detailed-exitcode", "-q", "-i", wanted);
    assertThat(drifted).isEqualTo(new Ran(2, "3 machines: 3 drifted\n", ""));
    apply(0, wanted);

    assertThat(containers()).isEqualTo(all(ContainerWalter.running("1.7.9")));
    assertThat(each(walter -> walter.status(8443, "/health/ready"))).isEqualTo(all("200"));
    assertThatNothingIsLost();
    site.assertThatThereIsNothingToDo(wanted);
  }

  private static String with(Map<String, String> env, String name, String text, String by) {
    return Objects.requireNonNull(env.get(name)).replace(text, by);
  }

  /** What is said of all three machines. */
  private static String inventory(String words) throws IOException {
    return site.inventory(Failing.NEVER, named(0, words), named(1, words), named(2, words));
  }

  private static String named(int index, String words) {
    return INTERNAL.formatted(site.walter(index).name()) + words;
  }

  private static Ran apply(int exitCode, String inventory) {
    try (ProcessList processes = new ProcessList("canary-store-")) {
      Ran ran = site.apply(exitCode, inventory);
      assertThat(processes.seen()).noneMatch(line -> containsSecret(line));
      return ran;
    }
  }

  private static void assertThatNothingIsLost() throws Exception {
    assertThat(each(ContainerWalter::kept)).isEqualTo(each(ContainerWalter::filled));
  }

  private static void assertThatNoSecretLeft() throws Exception {
    assertThat(containsSecret(site.desk().everything())).isFalse();
    assertThat(site.fleet().logs())
        .contains("/v2/matchylabs/walter/manifests/")
        .contains("Accepted publickey");
    assertThat(containsSecret(site.fleet().logs())).isFalse();
  }

  private static boolean containsSecret(String text) {
    return site.walters().stream().map(ContainerWalter::secret).anyMatch(text::contains);
  }

  private static Map<String, String> containers() throws Exception {
    return each(ContainerWalter::containers);
  }

  private static Map<String, String> all(String same) throws Exception {
    return each(walter -> same);
  }

  private static Map<String, String> each(StackSite.Question question) throws Exception {
    return site.each(question);
  }
}
