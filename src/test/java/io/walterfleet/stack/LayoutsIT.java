package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.ContainerFleet;
import io.walterfleet.testbed.ContainerMachine;
import io.walterfleet.testbed.RandomLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** How many bundles made by chance; the first of these numbers. */
  private static final int RANDOM = Integer.getInteger("walter-fleet.randomLayouts", 0);

  private static final int FROM = Integer.getInteger("walter-fleet.randomLayouts.from", 1);

  /**
   * How the bundles' own commands call Compose: with {@code docker-compose} the old one is meant.
   */
  private static final String COMPOSE =
      System.getProperty("walter-fleet.compose", "docker compose");

  private static final Map<String, ForeignWalter> WALTERS = new ConcurrentHashMap<>();
  private static ContainerFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = ContainerFleet.start(1);
    for (String layout : all()) {
      WALTERS.put(
          layout,
          new ForeignWalter(
              directory(layout),
              fleet.machine(0),
              fleet.scratch(),
              fleet.knownHosts(),
              fleet.digests()));
    }
  }

  /** Without bundles by chance, those that are asked for; with them, these alone. */
  static List<String> all() {
    return RANDOM == 0
        ? LAYOUTS
        : IntStream.range(FROM, FROM + RANDOM).mapToObj(seed -> "random-" + seed).toList();
  }

  /**
   * Those that a first install can bring up: none reads variables that only its command knows of.
   */
  static List<String> found() {
    return all().stream().filter(layout -> RANDOM == 0 || !random(layout).hasDefaults()).toList();
  }

  private static RandomLayout random(String layout) {
    return RandomLayout.of(Long.parseLong(layout.substring("random-".length())));
  }

  private static Path directory(String layout) throws IOException {
    Path from = Path.of("src/test/images/layouts").resolve(layout);
    Path to = fleet.scratch().resolve("layouts").resolve(layout);
    Map<String, String> files = new TreeMap<>();
    if (RANDOM > 0) {
      random(layout).runnable().forEach((name, text) -> files.put("walter-onprem/" + name, text));
    } else {
      try (Stream<Path> all = Files.walk(from)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          files.put(from.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = to.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      boolean isCommand = file.getKey().startsWith("walter-onprem/bin/");
      String text = file.getValue();
      Files.writeString(path, isCommand ? text.replace("docker compose", COMPOSE) : text);
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(isCommand ? "rwxr-xr-x" : "rw-r--r--"));
    }
    return to;
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  @ParameterizedTest
  @MethodSource("all")
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
  @MethodSource("found")
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
    walter.apply(patch);
  }

  private static ForeignWalter walter(String layout) throws Exception {
    ForeignWalter walter = WALTERS.get(layout);
    if (walter == null) {
      throw new IllegalArgumentException(layout);
    }
    clear(walter.machine());
    return walter;
  }

  /** Takes all that a test left away. */
  static void clear(ContainerMachine machine) throws IOException, InterruptedException {
    machine.root(
        """
        docker ps -aq | xargs -r docker rm -fv >/dev/null
        docker volume ls -q | xargs -r docker volume rm >/dev/null
        docker network prune -f >/dev/null
        rm -rf /home/walter/walter-onprem* /home/walter/.walter-fleet /home/walter/pg
        """);
  }
}
