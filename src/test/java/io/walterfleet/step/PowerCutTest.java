package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a machine has on its disk when its power is cut: not what was written, but what was written
 * through.
 *
 * <p>1. The home is an ext4 of its own in a file, mounted without the help that ext4 gives to
 * programs which rename a file before its content is on the disk. 2. At each point between two acts
 * the file is copied: it has what reached the disk, and none of what waits in memory. 3. Each copy
 * is mounted, which plays its journal as a start after a power cut does, and read.
 */
@Tag("scripts")
class PowerCutTest {
  private static final String ENV =
      "# ours\nSECRET=hunter22\nWALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n";

  /** Acts whose effect is in docker's volumes, and which a power cut must not make unknown. */
  private static final Set<String> OUTSIDE =
      Set.of("migrate.before", "rollback.exchange.before", "rollback.up.before");

  /** Nothing is written back by itself while the test runs. */
  private static final String OPTIONS = "loop,noauto_da_alloc,commit=600";

  @TempDir Path root;
  private Path image = Path.of("");
  private Path disk = Path.of("");
  private Path shots = Path.of("");

  @BeforeEach
  void mount() throws Exception {
    image = root.resolve("image");
    disk = Files.createDirectories(root.resolve("disk"));
    shots = Files.createDirectories(root.resolve("shots"));
    run("truncate", "-s", "160M", image.toString());
    run("mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0", image.toString());
    run("mount", "-o", OPTIONS, image.toString(), disk.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @ParameterizedTest
  @EnumSource
  void noRecordIsEverCutAndTheJournalIsAheadOfTheData(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell, "disk/home");
    bench.vendorInstall(Bench.OLD, ENV);
    run("sync", "-f", disk.toString());
    bench.environment("WALTER_FLEET_KILL_AT", "*");
    bench.environment(
        "WALTER_FLEET_KILL_HOOK",
        """
        wf_shot="%s/$(/usr/bin/date +%%s.%%N) $wf_checkpoint"
        mkdir -p "$wf_shot"
        /usr/bin/cp --sparse=always %s "$wf_shot/image"
        [ ! -e "$wf_state/journal" ] || cat "$wf_state/journal" >"$wf_shot/journal"
        """
            .formatted(shots, image));
    bench.begin();
    List<Facts> answers = new ArrayList<>(bench.steps(Bench.DIRECTORY));
    answers.add(bench.run("r2").with("stamp", "").with("restore", "volumes").step("rollback"));
    assertThat(answers).extracting(Facts::exit).containsOnly(0);
    assertThat(answers).extracting(answer -> answer.all("error.why")).containsOnly(List.of());

    List<String> problems = new ArrayList<>();
    Set<String> behind = new TreeSet<>();
    try (Stream<Path> all = Files.list(shots)) {
      for (Path shot : all.sorted().toList()) {
        Map<String, String> kept = onDisk(shot.resolve("image"));
        problems.addAll(cut(shot, kept));
        String act = shot.getFileName().toString().replaceFirst(".* ", "");
        if (OUTSIDE.contains(act)
            && !Files.readString(shot.resolve("journal")).equals(journal(kept))) {
          problems.add(shot.getFileName() + ": the journal on the disk is " + journal(kept));
        }
        behind.add(act);
      }
    }
    assertThat(problems).isEmpty();
    assertThat(behind).containsAll(OUTSIDE);
  }

  private static String journal(Map<String, String> records) {
    return records.getOrDefault("/.walter-fleet/journal", "missing");
  }

  /** The records of a copy that are there and not whole. */
  private static List<String> cut(Path shot, Map<String, String> kept) {
    return kept.entrySet().stream()
        .filter(entry -> !isWhole(entry.getKey(), entry.getValue()))
        .map(entry -> shot.getFileName() + ": " + entry.getKey() + " is '" + entry.getValue() + "'")
        .toList();
  }

  private static boolean isWhole(String name, String content) {
    if (name.matches(".*/(\\.env\\.deploy|salt|came-from)")) {
      return !content.isBlank();
    }
    if (name.contains("/lock/") && content.isEmpty()) {
      return true; // which is a lock that nobody holds
    }
    return name.contains("checksums") ? content.endsWith("\n") : content.contains("\nend");
  }

  private Map<String, String> onDisk(Path shot) throws Exception {
    Path there = Files.createDirectories(root.resolve("after"));
    run("mount", "-o", "loop", shot.toString(), there.toString());
    try {
      return records(there.resolve("home"));
    } finally {
      run("umount", there.toString());
    }
  }

  /** The records below a home that others rely on, and the keys of the install. */
  private static Map<String, String> records(Path home) throws IOException {
    Map<String, String> records = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = "/" + home.relativize(file);
        if (name.matches(
            "/walter-onprem/\\.env\\.deploy|/\\.walter-fleet/(journal|installed|salt|came-from"
                + "|lock/[0-9]+|checksums/[0-9a-f]+|backups/[^/]+/(info|installed|checksums))")) {
          records.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return records;
  }

  private static void run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", words) + ": " + said).isZero();
  }
}
