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
 * Bundles that nobody here has written, on whole machines: file names, project, services, profiles,
 * one-shots, volumes, overlays, variables and mounts of their own. What is there decides: no
 * inventory has a key below {@code stack:}.
 */
@Tag("stack")
@Execution(ExecutionMode.SAME_THREAD)
class LayoutsIT {
  static final List<String> LAYOUTS =
      List.of(
          System.getProperty("layouts", "named,classic,oneshots,binds,overlays,variables")
              .split(","));

  private static final Map<String, ForeignWalter> WALTERS = new ConcurrentHashMap<>();
  private static ContainerFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = ContainerFleet.start(LAYOUTS.size());
    for (int index = 0; index < LAYOUTS.size(); index++) {
      String layout = LAYOUTS.get(index);
      WALTERS.put(
          layout,
          new ForeignWalter(
              layout, fleet.machine(index), fleet.scratch(), fleet.knownHosts(), fleet.digests()));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void aWalterThatWasInstalledByHandIsUpgradedAndPutBackWithoutLoss(String layout)
      throws Exception {
    ForeignWalter walter = walter(layout);
    walter.install("1.7.9");
    walter.fill();
    String places = walter.projectsAndVolumes();
    String own = "host: %s.example.com, mode: internal-tls, httpsPort: 8443, ".formatted(layout);
    walter.apply(walter.inventory(own + "release: '1.7.9', backup: none"));

    String minor = walter.inventory(own + "release: minor, backup: volumes");
    walter.apply(minor);
    assertThat(walter.schema()).isEqualTo("9");
    assertThat(walter.kept()).isEqualTo(walter.filled());

    walter.run(0, "rollback", "--yes", "--data", "volumes", "-l", layout, "-i", minor);
    assertThat(walter.schema()).isEqualTo("7");
    assertThat(walter.kept()).isEqualTo(walter.filled());
    walter.apply(minor);

    walter.apply(
        walter.inventory(
            "host: %s.example.com, mode: internal-tls, httpsPort: 9443, release: minor"
                .formatted(layout)));
    assertThat(walter.status(9443, "/health/ready")).isEqualTo("200");
    assertThat(walter.status(8443, "/health/ready")).isEqualTo("000");
    assertThat(walter.kept()).isEqualTo(walter.filled());
    assertThat(walter.projectsAndVolumes()).isEqualTo(places);
    assertThat(walter.desk().everything()).doesNotContain(walter.secret());
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void aStackThatWasTakenDownComesUpWithItsData(String layout) throws Exception {
    ForeignWalter walter = walter(layout);
    walter.install("1.7.9");
    walter.fill();
    String places = walter.projectsAndVolumes();
    String own = "host: %s.example.com, mode: internal-tls, httpsPort: 8443, ".formatted(layout);
    String patch = walter.inventory(own + "release: '1.7.9', backup: none");
    walter.apply(patch);

    walter.vendor("down");
    assertThat(walter.run(2, "plan", "--detailed-exitcode", "-q", "-i", patch).out())
        .isEqualTo("1 machine: 1 drifted\n");
    walter.run(0, "drift", "--correct", "--yes", "-i", patch);
    assertThat(walter.kept()).isEqualTo(walter.filled());

    walter.vendor("down");
    String minor = walter.inventory(own + "release: minor, backup: volumes");
    walter.apply(minor);
    assertThat(walter.kept()).isEqualTo(walter.filled());

    walter.vendor("down");
    walter.run(0, "rollback", "--yes", "--data", "volumes", "-l", layout, "-i", minor);
    assertThat(walter.kept()).isEqualTo(walter.filled());
    assertThat(walter.schema()).isEqualTo("7");
    assertThat(walter.projectsAndVolumes()).isEqualTo(places);
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
