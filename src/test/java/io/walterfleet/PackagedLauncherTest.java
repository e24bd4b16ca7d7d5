package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the packages finds its runtime from wherever it is called. */
@Tag("scripts")
class PackagedLauncherTest {
  @TempDir Path folder;

  @BeforeEach
  void layOut() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("opt/walter fleet/bin"));
    Path runtime = Files.createDirectories(folder.resolve("opt/walter fleet/lib/runtime/bin"));
    executable(
        bin.resolve("walter-fleet"), Files.readString(Path.of("src/packaging/walter-fleet.sh")));
    executable(runtime.resolve("java"), "#!/bin/sh\necho \"ran by ${0##*/}: $*\"\n");
    Path usr = Files.createDirectories(folder.resolve("usr/bin"));
    Files.createSymbolicLink(
        usr.resolve("walter-fleet"), Path.of("../../opt/walter fleet/bin/walter-fleet"));
    Files.createSymbolicLink(usr.resolve("-wf"), Path.of("walter-fleet"));
    Files.createSymbolicLink(folder.resolve("sbin"), Path.of("usr/bin"));
  }

  @Test
  void throughLinksAndFromEveryPlaceAndByEveryShell() throws Exception {
    for (String shell : List.of("dash", "bash", "busybox sh")) {
      for (String call :
          List.of(
              "cd ./usr/bin && SH walter-fleet 'a  b'",
              "cd ./usr/bin && SH ./-wf 'a  b'",
              "SH usr/bin/walter-fleet 'a  b'",
              "SH sbin/walter-fleet 'a  b'",
              "cd ./sbin && SH ./walter-fleet 'a  b'",
              "SH \"$PWD/sbin/-wf\" 'a  b'",
              "PATH=$PWD/sbin:$PATH walter-fleet 'a  b'")) {
        assertThat(run(call.replace("SH", shell)))
            .as("%s: %s", shell, call)
            .startsWith("ran by java: -XX:TieredStopAtLevel=1 ")
            .endsWith(" -m walterfleet/io.walterfleet.Main a  b\n");
      }
    }
  }

  private String run(String script) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.putAll(Map.of("CDPATH", folder + "/usr:/", "IFS", "/-", "POSIXLY_CORRECT", "1"));
    environment.put("JAVA_TOOL_OPTIONS", "-Xmx100m");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  private static void executable(Path file, String text) throws Exception {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
