package io.walterfleet.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.walterfleet.fleet.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class ManifestsTest {
  private static final String GOOD = ManifestReaderTest.GOOD;
  private static final Manifests MANIFESTS =
      new Manifests(new Downloads(Proxies.NONE, RetryPolicy.DEFAULT, time -> {}));

  @TempDir private Path directory;

  @Test
  void theWebIsRead() throws Exception {
    try (Server server = Server.plain()) {
      server.on("/r/m.json", Server.bytes(GOOD.getBytes(UTF_8)));
      assertThat(MANIFESTS.read(server.url("/r/m.json")).bundle().location())
          .isEqualTo(server.url("/r/b/walter.tar.gz"));
    }
  }

  @Test
  void aFileIsRead() throws Exception {
    Path file = written(GOOD);
    assertThat(MANIFESTS.read(file.toString()).latestStable()).isEqualTo(new Release(1, 8, 3));
    assertThat(MANIFESTS.read(file.toUri().toString()).bundle().location())
        .isEqualTo(directory + "/b/walter.tar.gz");
  }

  @Test
  void aBundleBesideTheManifestStandsForItsUrl() throws Exception {
    String url = "https://vendor.test/bundles/walter.tar.gz";
    Path file = written(GOOD.replace("b/walter.tar.gz", url + "?v=1"));
    assertThat(MANIFESTS.read(file.toString()).bundle().location()).isEqualTo(url + "?v=1");
    Path beside = Files.createFile(directory.resolve("walter.tar.gz"));
    assertThat(MANIFESTS.read(file.toString()).bundle().location()).isEqualTo(beside.toString());
  }

  @Test
  void aFileThatCannotBeReadIsSaid() {
    String shown = Sanitizer.of(directory.toString());
    assertThat(refusal(directory + "/none.json"))
        .isEqualTo(
            "could not read the manifest from "
                + Sanitizer.of(directory + "/none.json")
                + ": there is no such file\n    fix: check the path and who may read it");
    assertThat(refusal(directory.toString()))
        .isEqualTo(
            "could not read the manifest from "
                + shown
                + ": it is a directory\n    fix: check the path and who may read it");
  }

  @Test
  void aHugeFileIsRefused() throws Exception {
    Path file = written(GOOD + " ".repeat(5 << 20));
    assertThat(refusal(file.toString()))
        .isEqualTo(
            Sanitizer.of(file.toString())
                + " is longer than 4194304 bytes, which no manifest is"
                + "\n    fix: check that this is the address of Walter's release manifest");
  }

  @Test
  void aLocationWithAPasswordIsRefusedWithoutShowingIt() {
    assertThat(refusal("https://me:geheim@vendor.test/m.json"))
        .isEqualTo(
            "the manifest's location cannot be used"
                + "\n    fix: write an http or https URL without a user name, or a file path");
  }

  private Path written(String json) throws IOException {
    return Files.writeString(directory.resolve("m.json"), json);
  }

  private static String refusal(String location) {
    return String.valueOf(
        catchThrowableOfType(ReleaseException.class, () -> MANIFESTS.read(location)).getMessage());
  }
}
