package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of a pull that fails, and that a registry which limits pulls is waited for. */
@Tag("scripts")
class ScriptPullTest {
  private static final String LIMIT =
      "18 Error response from daemon: toomanyrequests: You have reached your pull rate limit.";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void theImageThatFailedIsNamed(Shell shell) throws Exception {
    Bench bench = upgrade(shell);
    bench.shell("sed -i /postgres/d '" + bench.engine() + "/registry'");

    Facts pull = bench.step("pull");

    assertThat(pull.all("error")).containsExactly("could not pull " + Bench.POSTGRES);
    assertThat(pull.all("error.why"))
        .containsExactly(
            "Error response from daemon: manifest for "
                + Bench.POSTGRES
                + " not found: manifest unknown: manifest unknown");
    assertThat(pull.all("error.fix"))
        .containsExactly("check that the image exists and that the machine reaches its registry");
    assertThat(pull.all("error.changed")).containsExactly("no");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write /var/lib/docker/tmp/x: no space left on device | free some space where docker keeps",
        "pull access denied for a, repository does not exist  | check the image's name, and let",
        "unauthorized                                         | check the image's name, and let",
        "Get \"https://a/v2/\": dial tcp: no route to host      | check that the image exists and"
      })
  void theFixFollowsDockersReason(String reason, String fix) throws Exception {
    Bench bench = upgrade(Shell.DASH);
    fail(bench, "18 Error response from daemon: " + reason);

    Facts pull = bench.step("pull");

    assertThat(pull.all("error")).containsExactly("could not pull " + Bench.NEW);
    assertThat(pull.all("error.why")).containsExactly("Error response from daemon: " + reason);
    assertThat(pull.all("error.fix")).singleElement().asString().startsWith(fix);
  }

  @ParameterizedTest
  @EnumSource
  void aDockerFromASnapPullsFromWhatItCanRead(Shell shell) throws Exception {
    Bench bench = upgrade(shell);
    Path snap = Files.createDirectories(root.resolve("snap/bin")).resolve("docker");
    Files.writeString(
        snap,
        "#!/bin/sh\ncase \"$PWD \" in */.walter-fleet/*) [ \"$1\" != compose ] || { echo"
            + " 'permission denied' >&2; exit 14; } ;; esac\nexec '%s/bin/docker' \"$@\"\n"
                .formatted(root));
    assertThat(snap.toFile().setExecutable(true)).isTrue();
    bench.environment("PATH", snap.getParent() + ":" + root + "/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    Facts pull = bench.step("pull");

    assertThat(pull.all("error.why")).isEmpty();
    assertThat(pull.all("result")).containsExactly("changed");
    assertThat(bench.home()).isDirectoryNotContaining("glob:**.walter-fleet-view");
  }

  @ParameterizedTest
  @EnumSource
  void aRegistryThatLimitsPullsIsWaitedForAndThatIsSaid(Shell shell) throws Exception {
    Bench bench = upgrade(shell).environment("WALTER_FLEET_PULL_WAIT", "0");
    fail(bench, LIMIT);
    hook(bench, "[ $(grep -c ' pull ' calls) -lt 3 ] || rm -f fail/pull");

    Facts pull = bench.step("pull");

    assertThat(pull.all("result")).containsExactly("changed");
    assertThat(pull.all("detail"))
        .containsExactly(Bench.NEW + " is here, after 0 s of waiting for the registry");
    assertThat(Files.readAllLines(bench.state().resolve("audit.log")))
        .filteredOn(line -> line.contains("the registry limits pulls: waiting for 0 s"))
        .hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void aRegistryThatLimitsPullsForLongIsNamedAsThat(Shell shell) throws Exception {
    Bench bench = upgrade(shell).environment("WALTER_FLEET_PULL_WAIT", "0");
    fail(bench, LIMIT);

    Facts pull = bench.step("pull");

    assertThat(pull.all("error.why"))
        .containsExactly(LIMIT.substring(3) + " (the registry was asked again 4 times in 0 s)");
    assertThat(pull.all("error.fix"))
        .singleElement()
        .asString()
        .startsWith(
            "run the same again later (Docker Hub counts the pulls of six hours); fewer machines that pull at a time (rollout.pulls)");
  }

  @ParameterizedTest
  @EnumSource
  void aRegistryThatWasAskedOnceMoreIsSaidToHaveBeen(Shell shell) throws Exception {
    Bench bench = upgrade(shell).environment("WALTER_FLEET_PULL_WAIT", "0");
    fail(bench, LIMIT);
    hook(bench, "[ $(grep -c ' pull ' calls) -lt 2 ] || echo '1 denied' >fail/pull");

    assertThat(bench.step("pull").all("error.why"))
        .containsExactly("denied (the registry was asked once more, after 0 s)");
  }

  @ParameterizedTest
  @EnumSource
  void aPullBetweenTheTwoRenamesOfASwapReadsTheKeysThatTheMachineHas(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(
        Bench.OLD, "WALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a\nWALTER_MODE=internal-tls\n");
    bench.goal(Bench.NEW, "a", Bench.DIRECTORY, "none").begin();
    bench.steps("stage pull");
    bench.environment("WALTER_FLEET_KILL_AT", "exchange.old-away.after");
    assertThat(bench.step("swap").all("state")).containsExactly("vanished");
    bench.environment("WALTER_FLEET_KILL_AT", "");

    Facts pull = bench.run("r2").step("pull");

    assertThat(pull.all("error.why")).isEmpty();
    assertThat(Files.readString(bench.state().resolve("steps/r2/volumes")))
        .startsWith("walter-onprem|compose.yml,compose.internal-tls.yml|");
  }

  private Bench upgrade(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, "WALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n");
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none").begin();
    assertThat(bench.stage().all("error")).isEqualTo(List.of());
    return bench;
  }

  private static void fail(Bench bench, String words) throws Exception {
    Path fail = Files.createDirectories(bench.engine().resolve("fail"));
    Files.writeString(fail.resolve("pull"), words + "\n");
  }

  private static void hook(Bench bench, String line) throws Exception {
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve("pull");
    Files.writeString(hook, "#!/bin/sh\ncd '" + bench.engine() + "'\n" + line + "\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }
}
