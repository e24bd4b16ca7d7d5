package io.walterfleet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever pastes the commands that a unit names has a unit that comes up at every boot. */
@Tag("unit")
@Tag("tools")
class SystemdInstallTest {
  private static final Path UNITS = Path.of("examples/systemd");
  private static final String COMMAND = "#   ";

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "walter-fleet-watch.service, multi-user.target.wants",
    "walter-fleet-drift.timer, timers.target.wants"
  })
  void theCommandsOfAUnitInstallIt(String unit, String wants) throws Exception {
    Files.createDirectories(root.resolve("etc/systemd/system"));
    Files.createDirectories(root.resolve("usr/local/bin"));
    for (String command : commands(UNITS.resolve(unit))) {
      paste(command);
    }
    Path link = root.resolve("etc/systemd/system").resolve(wants).resolve(unit);
    assertThat(link).isSymbolicLink();
    assertThat(root.resolve("usr/local/bin/walter-fleet")).isExecutable();
    assertThat(root.resolve("etc/systemd/system").resolve(unit))
        .hasSameTextualContentAs(UNITS.resolve(unit));
  }

  @Test
  void aUnitThatIsStartedByAnotherSaysByWhich() throws IOException {
    for (Path unit : units()) {
      String text = Files.readString(unit);
      boolean enabled = text.contains("\n[Install]\nWantedBy=");
      assertThat(enabled || text.contains("It is started by walter-fleet-drift.timer"))
          .as("%s can be enabled, or says what starts it", unit)
          .isTrue();
      assertThat(commands(unit).isEmpty()).as("%s names its commands", unit).isNotEqualTo(enabled);
    }
  }

  @Test
  void aServiceIsShutAwayFromWhatItDoesNotNeed() throws Exception {
    for (Path unit : units()) {
      if (unit.toString().endsWith(".service")) {
        Process judge =
            new ProcessBuilder(
                    "systemd-analyze",
                    "security",
                    "--offline=true",
                    "--no-pager",
                    "--threshold=15",
                    unit.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .start();
        String words = new String(judge.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(judge.waitFor()).as(words).isZero();
      }
    }
  }

  /** Below another root and without a running systemd, else as it is written. */
  private void paste(String command) throws Exception {
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ", -1)) {
      words.add(word.startsWith("/") ? root + word : word);
    }
    if (words.contains("daemon-reload")) {
      return;
    }
    if (words.get(0).equals("systemctl")) {
      words.remove("--now");
      words.add(1, "--root=" + root);
    }
    Path here = Files.createDirectories(root.resolve("here"));
    for (Path unit : units()) {
      Files.writeString(here.resolve(unit.getFileName()), Files.readString(unit));
    }
    Files.writeString(here.resolve("walter-fleet"), "#!/bin/sh\n");
    Process process =
        new ProcessBuilder(words).directory(here.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
  }

  private static List<Path> units() throws IOException {
    try (Stream<Path> files = Files.list(UNITS)) {
      return files.sorted().toList();
    }
  }

  private static List<String> commands(Path unit) throws IOException {
    return Arrays.stream(Files.readString(unit).split("\n", -1))
        .filter(line -> line.startsWith(COMMAND))
        .map(line -> line.substring(COMMAND.length()))
        .toList();
  }
}
