package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.Operator.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole line through a real OpenSSH server: what the server saw, and what the machines are. */
@Tag("loopback")
class LoopbackLineTest {
  private static final String PATCH = "release: patch, mode: internal-tls, backup: none";

  @Test
  void aPlanOfAHundredMachinesIsAHundredConnectionsAndAHundredCommands() throws Exception {
    try (LoopbackSite site = LoopbackSite.running("1.8.2", 100)) {
      Ran planned = site.run(PATCH, "plan");
      assertThat(planned.exit()).as(planned.toString()).isZero();
      assertThat(planned.out()).endsWith("\n100 machines: 100 to change\n");
      assertThat(site.fleet().log().connections())
          .containsExactlyInAnyOrderElementsOf(site.addresses());
      assertThat(site.fleet().log().logins()).containsExactlyInAnyOrderElementsOf(site.addresses());
      assertThat(site.fleet().log().commands())
          .containsExactlyInAnyOrderElementsOf(site.addresses());
    }
  }

  @Test
  void applyOpensOneConnectionAMachineAndASecondOneChangesNothing() throws Exception {
    try (LoopbackSite site = LoopbackSite.running("1.8.2", 3)) {
      Map<Path, String> wanted = new HashMap<>();
      for (LoopbackMachine machine : site.fleet().machines()) {
        Path env = machine.install().resolve(".env.deploy");
        wanted.put(env, Files.readString(env).replace("1.8.2", "1.8.3"));
      }

      Ran applied = site.run(PATCH, "apply", "--yes");

      assertThat(applied.exit()).as(applied.toString()).isZero();
      assertThat(site.fleet().log().connections())
          .containsExactlyInAnyOrderElementsOf(site.addresses());
      for (Path env : wanted.keySet()) {
        assertThat(env).hasContent(wanted.get(env));
      }
      for (LoopbackMachine machine : site.fleet().machines()) {
        assertThat(machine.docker().running()).isEqualTo(stack("1.8.3"));
      }
      site.fleet().clearLogs();
      Ran again = site.run(PATCH, "apply", "--yes");
      assertThat(again.exit()).as(again.toString()).isZero();
      assertThat(changes(site)).isEmpty();
      assertThat(site.run(PATCH, "plan", "--detailed-exitcode").exit()).isZero();
      assertThat(site.operator().traces(applied)).doesNotContain("canary");
    }
  }

  @Test
  void aFirstInstallMigratesAndThenAllIsInSync() throws Exception {
    String wish = "release: stable, mode: internal-tls, backup: none";
    try (LoopbackSite site = LoopbackSite.start(2)) {
      Ran applied = site.run(wish, "apply", "--yes");
      assertThat(applied.exit()).as(applied.toString()).isZero();
      for (LoopbackMachine machine : site.fleet().machines()) {
        assertThat(machine.docker().running()).isEqualTo(stack("1.8.3"));
      }
      Ran again = site.run(wish, "plan", "--detailed-exitcode");
      assertThat(again.exit()).as(again.toString()).isZero();
    }
  }

  @Test
  void anImageThatIsNotThereStopsTheRunBeforeAnythingWasChanged() throws Exception {
    try (LoopbackSite site = LoopbackSite.running("1.8.2", 3)) {
      site.fleet().withdraw("1.8.3");
      Ran applied = site.run(PATCH, "apply", "--yes");
      assertThat(applied.exit()).as(applied.toString()).isEqualTo(4);
      for (LoopbackMachine machine : site.fleet().machines()) {
        assertThat(machine.docker().running()).isEqualTo(stack("1.8.2"));
        assertThat(machine.docker().changes()).allMatch(call -> call.endsWith(" pull --quiet"));
        assertThat(machine.install().resolve(".env.deploy")).content().contains("walter:1.8.2\n");
      }
    }
  }

  private static List<String> changes(LoopbackSite site) throws Exception {
    List<String> all = new ArrayList<>();
    for (LoopbackMachine machine : site.fleet().machines()) {
      all.addAll(machine.docker().changes());
    }
    return all;
  }

  private static Map<String, String> stack(String release) {
    return Map.of(
        "postgres",
        "ghcr.io/matchylabs/postgres:15",
        "walter",
        "ghcr.io/matchylabs/walter:" + release);
  }
}
