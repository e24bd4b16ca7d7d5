package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.Desk.Ran;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    site = StackSite.start(3, "");
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
    assertThatThereIsNothingToDo(patch);
    assertThatNoSecretLeft();
  }

  @Test
  void aMissingTagStopsTheRunBeforeAnyMachineIsChanged() throws Exception {
    site.onEach(walter -> walter.install("1.7.8"));
    Map<String, String> before = each(ContainerWalter::footprint);
    String inventory =
        site.inventory(
            "maxFailed: 0",
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
                pull failed: could not pull ghcr.io/matchylabs/walter:1.7.77: Error response from daemon:
                manifest for ghcr.io/matchylabs/walter:1.7.77 not found: manifest unknown: manifest unknown
                (nothing was changed)
                fix: check that the image exists and that the machine reaches its registry

            3 machines: 2 skipped, 1 failed in T; stopped: more than 0 failed
            """);
    assertThat(each(ContainerWalter::footprint)).isEqualTo(before);
    assertThatNoSecretLeft();
  }

  /** What is said of all three machines. */
  private static String inventory(String words) throws IOException {
    return site.inventory("", named(0, words), named(1, words), named(2, words));
  }

  private static String named(int index, String words) {
    return INTERNAL.formatted(site.walter(index).name()) + words;
  }

  private static Ran apply(int exitCode, String inventory) {
    Ran ran = site.desk().run("apply", "--yes", "-i", inventory);
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(exitCode);
    return ran;
  }

  private static void assertThatThereIsNothingToDo(String inventory) throws Exception {
    Map<String, String> before = each(ContainerWalter::footprint);
    apply(0, inventory);
    assertThat(each(ContainerWalter::footprint)).isEqualTo(before);
    assertThat(site.desk().run("plan", "--detailed-exitcode", "-q", "-i", inventory))
        .isEqualTo(new Ran(0, "3 machines: 3 in sync\n", ""));
  }

  private static void assertThatNothingIsLost() throws Exception {
    assertThat(each(ContainerWalter::kept)).isEqualTo(each(ContainerWalter::filled));
  }

  private static void assertThatNoSecretLeft() throws Exception {
    assertThat(site.desk().everything())
        .doesNotContain(site.walters().stream().map(ContainerWalter::secret).toList());
  }

  private static Map<String, String> containers() throws Exception {
    return each(ContainerWalter::containers);
  }

  private static Map<String, String> all(String same) throws Exception {
    return each(walter -> same);
  }

  /** A question to one machine. */
  private interface Question {
    String to(ContainerWalter walter) throws IOException, InterruptedException;
  }

  private static Map<String, String> each(Question question)
      throws IOException, InterruptedException {
    Map<String, String> answers = new TreeMap<>();
    List<ContainerWalter> walters = site.walters();
    for (ContainerWalter walter : walters) {
      answers.put(walter.name(), question.to(walter));
    }
    return answers;
  }
}
