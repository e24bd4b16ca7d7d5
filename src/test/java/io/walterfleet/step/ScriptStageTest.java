package io.walterfleet.step;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bundle may bring onto a machine, under every shell. */
@Tag("scripts")
class ScriptStageTest {
  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void nobodyButTheOwnerMayWriteWhatABundleBrings(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    writeOpen(bench.bundle());
    String sum = Bundle.sha256(bench.bundle());
    bench.with("bundle", sum).with("size", Long.toString(Files.size(bench.bundle())));

    Facts staged = bench.stage();

    assertThat(staged.all("error.why")).isEmpty();
    assertThat(staged.all("result")).containsExactly("changed");
    assertThat(modes(bench.state().resolve("staged").resolve(sum).resolve("walter-onprem")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "", 0755,
                "bin", 0755,
                "bin/walter-onprem", 0755,
                "bin/other", 0755,
                "compose.yml", 0644,
                "docs", 0755,
                "docs/closed", 0600));
  }

  /** Another controller may be done with the same bundle first. */
  @ParameterizedTest
  @EnumSource
  void whatWasStagedMeanwhileStaysAsItIs(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.environment("WALTER_FLEET_KILL_AT", "stage.ready.before");
    bench.environment("WALTER_FLEET_KILL_HOOK", "cp -R -- \"$wf_work/$wf_bundle\" \"$wf_staged\"");

    assertThat(bench.stage().all("error.why")).isEmpty();

    Path staged = bench.state().resolve("staged").resolve(Bundle.sha256(bench.bundle()));
    try (Stream<Path> files = Files.list(staged)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("checksums", "checksums.modes", "walter-onprem");
    }
  }

  private static void writeOpen(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(out))) {
      directory(tar, "walter-onprem/", 0777);
      directory(tar, "walter-onprem/bin/", 03777);
      directory(tar, "walter-onprem/docs/", 02777);
      Bundle.add(tar, "walter-onprem/bin/walter-onprem", "#!/bin/sh\nexit 0\n", 0100777);
      Bundle.add(tar, "walter-onprem/bin/other", "#!/bin/sh\nexit 0\n", 0106777);
      Bundle.add(tar, "walter-onprem/compose.yml", "services: {}\n", 0100666);
      Bundle.add(tar, "walter-onprem/docs/closed", "hello\n", 0100600);
    }
  }

  private static void directory(TarArchiveOutputStream tar, String name, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(040000 | mode);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static Map<String, Integer> modes(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files.collect(toMap(file -> top.relativize(file).toString(), ScriptStageTest::mode));
    }
  }

  private static int mode(Path file) {
    try {
      return (int) Files.getAttribute(file, "unix:mode") & 07777;
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
