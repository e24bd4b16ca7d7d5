package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.ContainerFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Bundles after which the database, or what the operator keeps beside it, would not be there any
 * more: on a whole machine they are refused before anything stops, and Walter runs on with all its
 * rows.
 */
@Tag("stack")
@Execution(ExecutionMode.SAME_THREAD)
class GuardedLayoutsIT {
  private static final Path FROM = Path.of("src/test/images/layouts/named/walter-onprem");
  private static final String MOVED =
      ", which is not a part of the bundle and would be moved away with the old directory";
  private static final String NAMED = "[\"database:/var/lib/postgresql/data\"]";
  private static final String OWNED =
      "mkdir -p %1$s && docker run --rm -u 0 -v $(cd %1$s && pwd):/pg --entrypoint chown ghcr.io/matchylabs/postgres:15 postgres /pg";
  private static final String EMPTY =
      " of the service db, where the bundle mounts something else or nothing: it would begin empty";

  /**
   * What differs from the layout with names: how Walter is installed, and what is published after
   * it.
   *
   * @param prepared a line for the shell on the machine, in the install directory
   * @param said why the bundle is refused
   */
  private record Case(
      String name,
      Map<String, String> installed,
      Map<String, String> published,
      String prepared,
      String said) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case(
              "inside",
              Map.of(NAMED, "[\"./data:/var/lib/postgresql/data\"]"),
              Map.of(NAMED, "[\"./data:/var/lib/postgresql/data\"]"),
              OWNED.formatted("data"),
              "a container may have written what is in /home/walter/walter-onprem/data" + MOVED),
          new Case(
              "directory",
              Map.of(NAMED, "[\"/home/walter/pg:/var/lib/postgresql/data\"]"),
              Map.of(),
              OWNED.formatted("~/pg"),
              "the database is in the directory /home/walter/pg, at /var/lib/postgresql/data"
                  + EMPTY),
          new Case(
              "unnamed",
              Map.of("    volumes: " + NAMED + "\n", ""),
              Map.of(),
              ":",
              ", at /var/lib/postgresql/data" + EMPTY),
          new Case(
              "moved",
              Map.of(),
              Map.of(NAMED, "[\"/home/walter/pg:/var/lib/postgresql/data\"]"),
              ":",
              "the database is in the volume walter_database, at /var/lib/postgresql/data" + EMPTY),
          new Case(
              "target",
              Map.of(),
              Map.of(NAMED, "[\"database:/var/lib/postgresql\"]"),
              ":",
              "the database is in the volume walter_database, at /var/lib/postgresql/data" + EMPTY),
          new Case(
              "optional",
              Map.of(),
              Map.of(
                  "    env_file: [.env.deploy]\n    environment: {DATABASE_URL: \"postgresql://walter@db/walter\"}\n    depends_on: {db: {condition: service_healthy}}\n    volumes: [\"state:/state\"]\n    ports",
                  "    env_file:\n      - .env.deploy\n      - path: site.env\n        required: false\n    environment: {DATABASE_URL: \"postgresql://walter@db/walter\"}\n    depends_on: {db: {condition: service_healthy}}\n    volumes: [\"state:/state\"]\n    ports"),
              "echo SITE=1 >site.env",
              "its compose files name /home/walter/walter-onprem/site.env" + MOVED));

  private static ContainerFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = ContainerFleet.start(1);
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void isRefusedAndWalterRunsOn(Case one) throws Exception {
    LayoutsIT.clear(fleet.machine(0));
    Path directory = fleet.scratch().resolve("guarded").resolve(one.name);
    write(directory, one.published);
    if (one.name.equals("inside")) {
      Files.createDirectories(directory.resolve("walter-onprem/data"));
      Files.writeString(directory.resolve("walter-onprem/data/.gitkeep"), "");
    }
    ForeignWalter walter =
        new ForeignWalter(
            directory, fleet.machine(0), fleet.scratch(), fleet.knownHosts(), fleet.digests());
    write(directory, one.installed);
    Files.deleteIfExists(directory.resolve("walter-onprem/data/.gitkeep"));
    walter.install("1.7.9", one.prepared);
    walter.fill();
    String containers = walter.containers();

    for (String backup : List.of("none", "dump")) {
      String inventory = walter.inventory("release: minor, backup: " + backup);
      assertThat(walter.run(3, "apply", "--yes", "-i", inventory).out()).contains(one.said);
    }

    assertThat(walter.containers()).isEqualTo(containers);
    assertThat(walter.kept()).isEqualTo(walter.filled());
    walter.desk().forgetWishes();
    assertThat(walter.desk().everything()).doesNotContain(walter.secret());
  }

  private static void write(Path to, Map<String, String> edits) throws IOException {
    try (Stream<Path> all = Files.walk(FROM)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path path = to.resolve("walter-onprem").resolve(FROM.relativize(file).toString());
        Files.createDirectories(path.resolveSibling("."));
        String text = Files.readString(file);
        if (path.endsWith("compose.yaml")) {
          for (Map.Entry<String, String> edit : edits.entrySet()) {
            assertThat(text).contains(edit.getKey());
            text = text.replace(edit.getKey(), edit.getValue());
          }
        }
        Files.writeString(path, text);
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(
                path.toString().contains("/bin/") ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }
}
