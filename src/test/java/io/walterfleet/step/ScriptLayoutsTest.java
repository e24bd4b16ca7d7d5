package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.RandomLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a bundle looks like, its own command and this program work on one stack: one project,
 * the same volumes, and the data that was in them.
 */
@Tag("scripts")
class ScriptLayoutsTest {
  private static final String ENV =
      "WALTER_IMAGE=%s\nPHX_HOST=a.example.com\nWALTER_MODE=internal-tls\n".formatted(Bench.OLD);

  @TempDir Path root;

  @Test
  void anyBundleHasOneProjectAndTheVolumesThatItsOwnCommandGivesIt() {
    List<String> faults =
        LongStream.rangeClosed(
                Long.getLong("walter-fleet.random-layouts.from", 1),
                Long.getLong("walter-fleet.random-layouts", 50))
            .parallel()
            .mapToObj(this::play)
            .filter(fault -> !fault.isEmpty())
            .collect(Collectors.toList());
    assertThat(faults).isEmpty();
  }

  private String play(long seed) {
    RandomLayout layout = RandomLayout.of(seed);
    try {
      Machine machine = new Machine(root.resolve(Long.toString(seed)), layout, seed);
      if (seed % 4 == 0) {
        machine.byHandAndBack();
      } else if (seed % 2 == 0 || layout.hasDefaults()) {
        machine.byHand();
      } else {
        machine.firstInstall();
      }
      return "";
    } catch (AssertionError | Exception fault) {
      return "layout " + seed + ": " + fault + "\n" + layout.files();
    }
  }

  /** A machine whose docker knows any layout. */
  private static final class Machine {
    private final RandomLayout layout;
    private final Path home;
    private final Bench bench;

    Machine(Path fleet, RandomLayout layout, long seed) throws Exception {
      this.layout = layout;
      this.home = Files.createDirectories(fleet.resolve("machine"));
      List<Shell> shells = List.of(Shell.values());
      Shell shell = shells.get((int) (seed % shells.size()));
      this.bench = new Bench(home, shell);
      writeBundle();
    }

    /** The same, put back with its volumes after it was taken down. */
    void byHandAndBack() throws Exception {
      byHand("backup");
      write("newer");
      bench.run("r3").with("restore", "volumes").with("stamp", backup()).begin();
      vendor("down");
      isDone(bench.step("rollback"));
      isDone(bench.step("clear"));
      assertThat(written()).isEqualTo("old");
      isOneStack();
    }

    /** An install of the vendor's own, upgraded, taken down and changed. */
    void byHand() throws Exception {
      byHand("");
    }

    private void byHand(String backup) throws Exception {
      Bundle.unpack(bench.bundle(), bench.home());
      Files.writeString(bench.install().resolve(".env.deploy"), ENV);
      vendor("up -d");
      assertThat(volumes()).isEqualTo(layout.volumes());
      write("old");
      upgrade(backup);
      isOneStack();
      goesDownAndComesUp();
      assertThat(written()).isEqualTo("old");
    }

    /** A first install of ours, which the vendor's own command then finds as its own. */
    void firstInstall() throws Exception {
      upgrade("");
      isOneStack();
      write("old");
      Set<String> before = containers("id");
      vendor("up -d");
      assertThat(containers("id")).isEqualTo(before);
      goesDownAndComesUp();
      assertThat(written()).isEqualTo("old");
    }

    private void upgrade(String backup) throws Exception {
      String steps = ("stage pull " + backup + " swap migrate restart").replace("  ", " ");
      bench
          .goal(
              Bench.NEW,
              "a.example.com",
              steps + " gate finish",
              backup.isEmpty() ? "none" : "volumes")
          .with(
              "set",
              "WALTER_IMAGE=" + Bench.NEW + " PHX_HOST=a.example.com WALTER_MODE=internal-tls")
          .begin();
      bench.steps(steps + " finish").forEach(Machine::isDone);
    }

    private void goesDownAndComesUp() throws Exception {
      vendor("down");
      assertThat(bench.survey().all("service")).isEmpty();
      bench.run("r2").goal(Bench.NEW, "b.example.com", Bench.KEYS, "none").begin();
      bench.steps("swap restart finish").forEach(Machine::isDone);
      isOneStack();
    }

    private void isOneStack() throws Exception {
      assertThat(volumes()).isEqualTo(layout.volumes());
      assertThat(containers("label.project")).containsExactly(layout.project());
      Facts survey = bench.survey();
      assertThat(survey.values().keySet()).noneMatch(key -> key.startsWith("unknown."));
      assertThat(survey.all("project")).containsExactly(layout.project());
      assertThat(survey.all("uncopied")).containsExactlyElementsOf(layout.uncopied());
      assertThat(survey.all("service"))
          .allMatch(row -> row.contains(" running ") || row.matches(".* 0 (no|on-failure)"));
    }

    private static void isDone(Facts answer) {
      assertThat(answer.all("error.why")).as(answer.all("error").toString()).isEmpty();
    }

    private void vendor(String words) throws Exception {
      bench.shell("cd \"$HOME/walter-onprem\" && sh bin/walter-onprem " + words + " 2>&1");
    }

    private void write(String rows) throws IOException {
      Files.writeString(data().resolve("rows"), rows);
    }

    private String written() throws IOException {
      return Files.readString(data().resolve("rows"));
    }

    private Path data() {
      return home.resolve("docker/volumes").resolve(layout.database()).resolve("_data");
    }

    private Set<String> volumes() throws IOException {
      return names(home.resolve("docker/volumes"));
    }

    private String backup() throws IOException {
      return names(bench.state().resolve("backups")).iterator().next();
    }

    private Set<String> containers(String key) throws IOException {
      Set<String> found = new TreeSet<>();
      for (String name : names(home.resolve("docker/containers"))) {
        Files.readAllLines(
                home.resolve("docker/containers").resolve(name), StandardCharsets.ISO_8859_1)
            .stream()
            .filter(line -> line.startsWith(key + "="))
            .map(line -> line.substring(key.length() + 1))
            .forEach(found::add);
      }
      return found;
    }

    private static Set<String> names(Path directory) throws IOException {
      try (Stream<Path> all = Files.list(directory)) {
        return all.map(path -> path.getFileName().toString())
            .collect(Collectors.toCollection(TreeSet::new));
      }
    }

    private void writeBundle() throws IOException {
      try (TarArchiveOutputStream tar =
          new TarArchiveOutputStream(
              new GzipCompressorOutputStream(Files.newOutputStream(bench.bundle())))) {
        for (Map.Entry<String, String> file : layout.files().entrySet()) {
          int mode = file.getKey().startsWith("bin/") ? 0100755 : 0100644;
          Bundle.add(tar, "walter-onprem/" + file.getKey(), file.getValue(), mode);
        }
      }
      bench.with("bundle", Bundle.sha256(bench.bundle()));
      bench.with("size", Long.toString(Files.size(bench.bundle())));
    }
  }
}
