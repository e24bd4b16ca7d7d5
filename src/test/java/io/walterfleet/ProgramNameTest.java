package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class ProgramNameTest {
  @Test
  void itIsWhatWasTypedAndTheNameAloneWhereAShellFindsIt(@TempDir Path bin) throws IOException {
    String file = bin.resolve("walter-fleet").toString();
    assertThat(ProgramName.of(file, "/bin:" + bin)).isEqualTo(file);
    Files.writeString(Path.of(file), "#!/bin/sh\n");
    Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rwx------"));
    assertThat(ProgramName.of(file, "/bin:" + bin)).isEqualTo("walter-fleet");
    assertThat(ProgramName.of(file, "")).isEqualTo(file);
    assertThat(ProgramName.of("target/walter-fleet", "" + bin)).isEqualTo("target/walter-fleet");
    assertThat(ProgramName.of("walter-fleet", "")).isEqualTo("./walter-fleet");
    assertThat(ProgramName.of("/a b/walter-fleet", "")).isEqualTo("'/a b/walter-fleet'");
    assertThat(ProgramName.of("a/walter-fleet.jar", "")).isEqualTo("java -jar a/walter-fleet.jar");
  }
}
