package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What could not be written is told by the exit code; an empty file is never a good plan. */
@Tag("scripts")
class UnwrittenOutputTest {
  private static final Path FULL = Path.of("/dev/full");
  private static final String LOST =
      "walter-fleet: the output could not be written to its end: No space left on device\n";

  @TempDir Path folder;
  private TestSite site;

  @BeforeEach
  void fleet() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.3");
    site.with("WALTER_FLEET_INVENTORY", site.inventory(List.of("store-1"), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "--help",
        "help plan",
        "completion bash",
        "validate",
        "validate -v",
        "validate --format json",
        "versions",
        "plan",
        "plan -q",
        "plan --format json",
        "plan --format markdown",
        "plan --format html",
        "apply --yes",
        "status",
        "status --format json",
        "drift",
        "drift --format json",
        "backups",
        "history",
        "history --format json",
        "rehearse"
      })
  void aFullDiskBehindStandardOutputIsTold(String words) throws IOException {
    String[] given = words.split(" ", -1);
    Ran well = site.run(given);
    try (Writer full = writer(Files.newOutputStream(FULL))) {
      Ran ran = site.printingTo(full, false).run(given);
      assertThat(ran).isEqualTo(new Ran(74, "", well.err() + LOST));
    } catch (IOException stillFull) {
      // closing writes once more
    }
    site.settle();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "validate -v", "plan --format html", "status", "drift"})
  void aReaderThatHasSeenEnoughIsNoFailure(String words) throws Exception {
    String[] given = words.split(" ", -1);
    Ran well = site.run(given);
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    try (Writer pipe = writer(gone.getOutputStream())) {
      assertThat(site.printingTo(pipe, true).run(given))
          .isEqualTo(new Ran(well.exitCode(), "", well.err()));
    } catch (IOException stillClosed) {
      // closing writes once more
    }
    site.settle();
  }

  @Test
  void aWorseEndIsNotHiddenByIt() throws IOException {
    try (Writer full = writer(Files.newOutputStream(FULL))) {
      Ran ran = site.printingTo(full, false).broken().run("status");
      assertThat(ran.exitCode()).isEqualTo(1);
    }
    site.settle();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plan --out", "plan --report", "adopt store-1 --manifest MANIFEST --force --out"})
  void aFileThatIsAskedForAndNotWrittenIsTold(String words) throws IOException {
    String manifest = folder.resolve("manifest.json").toString();
    Ran ran = site.run((words.replace("MANIFEST", manifest) + " " + FULL).split(" ", -1));
    assertThat(ran)
        .isEqualTo(
            new Ran(
                74,
                "",
                """
                walter-fleet: /dev/full could not be written: No space left on device
                    fix: see that the disk is not full, or name another file
                """));
  }

  @Test
  void eventsAndAReportThatAreNotWrittenAreTold() throws IOException {
    assertThat(site.run("apply", "--yes", "--events", FULL.toString()).exitCode()).isEqualTo(74);
    assertThat(site.run("apply", "--yes", "--report", FULL.toString()).exitCode()).isEqualTo(74);
    assertThat(site.run("apply", "--yes").exitCode()).isZero();
  }

  @Test
  void nothingHalfWrittenIsLeftBesideAFile() throws IOException {
    Path plan = folder.resolve("plan.json");
    assertThat(site.run("plan", "--out", plan.toString()).exitCode()).isZero();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".partial"));
    }
  }

  private static Writer writer(java.io.OutputStream stream) {
    return new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }
}
