package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.ContainerFleet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Bundles that nobody here has written, on a whole machine: file names, project, services,
 * profiles, one-shots, volumes, overlays, variables and mounts of their own. What is there decides:
 * no inventory has a key below {@code stack:}.
 */
@Tag("stack")
@Execution(ExecutionMode.SAME_THREAD)
class LayoutsIT {
  static final List<String> LAYOUTS =
      List.of(System.getProperty("walter-fleet.layouts", "named").split(","));

  private static final Map<String, ForeignWalter> WALTERS = new ConcurrentHashMap<>();
  private static ContainerFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = ContainerFleet.start(1);
    for (String layout : LAYOUTS) {
      WALTERS.put(
          layout,
          new ForeignWalter(
              layout, fleet.machine(0), fleet.scratch(), fleet.knownHosts(), fleet.digests()));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void aWalterThatWasInstalledByHandIsUpgradedMovedAndPutBackWithoutLoss(String layout)
      throws Exception {
    ForeignWalter walter = walter(layout);
    walter.install("1.7.9");
    walter.fill();
    String places = walter.projectsAndVolumes();
    assertThat(walter.examined()).contains("plan finds nothing to do on " + layout + ".");
    walter.apply(walter.inventory("release: '1.7.9', backup: none"));

    String minor = walter.inventory("release: minor, backup: volumes");
    walter.apply(minor);
    assertThat(walter.schema()).isEqualTo("9");
    assertThat(walter.kept()).isEqualTo(walter.filled());

    walter.run(0, "rollback", "--yes", "--data", "volumes", "-l", layout, "-i", minor);
    assertThat(walter.schema()).isEqualTo("7");
    assertThat(walter.kept()).isEqualTo(walter.filled());
    walter.apply(minor);

    walter.apply(walter.inventory("new.example.com", "internal-tls", 9443, "release: minor"));
    assertThat(walter.status("new.example.com", 9443)).isEqualTo("200");
    assertThat(walter.status("new.example.com", 8443)).isEqualTo("000");

    walter.apply(walter.inventory("new.example.com", "public-tls", 443, "release: minor"));
    assertThat(walter.status("new.example.com", 443)).isEqualTo("200");
    assertThat(walter.status("new.example.com", 9443)).isEqualTo("000");
    assertThat(walter.kept()).isEqualTo(walter.filled());
    assertThat(walter.projectsAndVolumes()).isEqualTo(places);
    assertThat(walter.desk().everything()).doesNotContain(walter.secret());
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void aFirstInstallIsTheBundlesOwnAndComesUpWithItsDataHoweverItWentDown(String layout)
      throws Exception {
    ForeignWalter walter = walter(layout);
    String patch = walter.inventory("release: '1.7.9', backup: none");
    walter.apply(patch);
    walter.fill();
    String places = walter.projectsAndVolumes();
    String containers = walter.containers();
    walter.vendor("up -d");
    assertThat(walter.containers()).isEqualTo(containers);

    walter.spoil();
    walter.isDrifted(patch);
    walter.run(0, "drift", "--correct", "--yes", "-i", patch);
    walter.inSync(patch);
    assertThat(walter.isSpoiled()).isEqualTo("no");

    walter.vendor("down");
    walter.isDrifted(patch);
    walter.run(0, "drift", "--correct", "--yes", "-i", patch);
    assertThat(walter.kept()).isEqualTo(walter.filled());

    walter.vendor("down");
    String minor = walter.inventory("release: minor, backup: volumes");
    walter.apply(minor);
    assertThat(walter.kept()).isEqualTo(walter.filled());
    assertThat(walter.schema()).isEqualTo("9");

    walter.vendor("down");
    walter.run(0, "rollback", "--yes", "--data", "volumes", "-l", layout, "-i", minor);
    assertThat(walter.kept()).isEqualTo(walter.filled());
    assertThat(walter.schema()).isEqualTo("7");
    assertThat(walter.projectsAndVolumes()).isEqualTo(places);
    walter.vendor("up -d");
    assertThat(walter.projectsAndVolumes()).isEqualTo(places);
    assertThat(walter.kept()).isEqualTo(walter.filled());

    walter.vendor("down -v");
    assertThat(walter.run(9, "plan", "-q", "-i", minor).out()).isEqualTo("1 machine: 1 blocked\n");
    assertThat(walter.run(9, "apply", "--yes", "-q", "-i", minor).out()).contains("1 skipped");
    walter.run(0, "rollback", "--yes", "--data", "volumes", "-l", layout, "-i", minor);
    assertThat(walter.projectsAndVolumes()).isEqualTo(places);
    assertThat(walter.kept()).isEqualTo(walter.filled());
  }

  private static ForeignWalter walter(String layout) throws Exception {
    ForeignWalter walter = WALTERS.get(layout);
    if (walter == null) {
      throw new IllegalArgumentException(layout);
    }
    walter
        .machine()
        .root(
            """
            docker ps -aq | xargs -r docker rm -fv >/dev/null
            docker volume ls -q | xargs -r docker volume rm >/dev/null
            docker network prune -f >/dev/null
            rm -rf /home/walter/walter-onprem* /home/walter/.walter-fleet
            """);
    return walter;
  }
}
