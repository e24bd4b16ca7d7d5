package io.walterfleet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.app.OutFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that the program writes where others may have been before. */
@Tag("unit")
class OutFileTest {
  private static final String PLAN = "{\"format\": \"walter-fleet/plan/v1\"}";

  @TempDir private Path folder;

  @Test
  void aLinkUnderTheNameOfThePartIsNotFollowed() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "mine");
    Files.createSymbolicLink(folder.resolve("plan.json.partial"), other);
    OutFile.at(folder.resolve("plan.json"), Kind.PLAN).write(PLAN);
    assertThat(other).hasContent("mine");
    assertThat(folder.resolve("plan.json")).isRegularFile().hasContent(PLAN);
    assertThat(folder.resolve("plan.json.partial")).doesNotExist();
  }

  @Test
  void aLinkUnderTheNameIsReplacedAndNotFollowed() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), PLAN);
    Path link = Files.createSymbolicLink(folder.resolve("plan.json"), other);
    OutFile.at(link, Kind.PLAN).write(PLAN + " ");
    assertThat(other).hasContent(PLAN);
    assertThat(link).isRegularFile();
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nobodyElseCanChangeIt(Kind kind) throws Exception {
    Path file = folder.resolve("out");
    OutFile.at(file, kind).write(PLAN);
    assertThat(Files.getPosixFilePermissions(file))
        .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  }

  @Test
  void aSavedPlanIsForItsOwnerAloneAlsoWhenItReplacesOneThatWasNot() throws Exception {
    Path file = Files.writeString(folder.resolve("plan.json"), PLAN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    OutFile.at(file, Kind.PLAN).write(PLAN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void eventsGoToANewFileToo() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "{\"type\":\"run-started\"}\n");
    Path link = Files.createSymbolicLink(folder.resolve("events.jsonl"), other);
    try (EventFile events = EventFile.at(Optional.of(link))) {
      events.line("{\"type\":\"x\"}");
    }
    assertThat(other).hasContent("{\"type\":\"run-started\"}\n");
    assertThat(link).hasContent("{\"type\":\"x\"}\n");
    assertThat(Files.getPosixFilePermissions(link))
        .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  }

  @Test
  void aDeviceIsWrittenToAndStays() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null"));
    OutFile.at(link, Kind.PLAN).write(PLAN);
    try (EventFile events = EventFile.at(Optional.of(link))) {
      events.line("{}");
    }
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aNewFileIsMadeWhateverHadItsName() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "mine");
    Path link = Files.createSymbolicLink(folder.resolve("link"), other);
    NewFile.PRIVATE.write(link, "ours");
    assertThat(other).hasContent("mine");
    assertThat(link).hasContent("ours");
  }
}
