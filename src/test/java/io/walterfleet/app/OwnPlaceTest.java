package io.walterfleet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another user of this computer could have put there is not believed. */
@Tag("scripts")
class OwnPlaceTest {
  @TempDir Path folder;
  private Path place;

  @BeforeEach
  void place() throws IOException {
    place = Files.createDirectories(folder.resolve("a/b"));
  }

  @Test
  void aPlaceOfOnesOwnIsClosedAlsoBeforeItIsThere() {
    assertThat(OwnPlace.isClosed(place)).isTrue();
    assertThat(OwnPlace.isClosed(place.resolve("c/d"))).isTrue();
    assertThat(OwnPlace.isClosed(Path.of("/tmp/walter-fleet-not-there"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b"})
  void onePlaceThatOthersMayWriteToOpensAllBelow(String open) throws IOException {
    mode(folder.resolve(open), "rwxrwxrwx");
    assertThat(OwnPlace.isClosed(place)).isFalse();
    assertThat(OwnPlace.isClosed(place.resolve("c"))).isFalse();
    Path link = Files.createSymbolicLink(folder.resolve("link"), place);
    assertThat(OwnPlace.isClosed(link.resolve("c"))).isFalse();
  }

  @Test
  void aPlaceOfAnotherUserIsNotOnesOwn() throws IOException {
    // nobody but root gives files away; for others, what is root's is theirs to trust
    if (System.getProperty("user.name").equals("root")) {
      Files.setAttribute(place, "unix:uid", 4711);
      assertThat(OwnPlace.isClosed(place)).isFalse();
      assertThat(OwnPlace.isClosed(place.resolve("c"))).isFalse();
    }
    assertThat(OwnPlace.isClosed(Path.of("/usr"))).isTrue();
  }

  @Test
  void neitherRunsNorPlansNorManifestsComeFromThereOrGoThere() throws IOException {
    TestSite site = new TestSite(folder).installed("m-1", "1.8.2");
    String inventory = site.inventory(List.of("m-1"), "");
    Path open = Files.createDirectories(folder.resolve("open"));
    mode(open, "rwxrwxrwx");
    site.with("XDG_STATE_HOME", open.toString()).with("XDG_CACHE_HOME", open.toString());
    assertThat(site.run("plan", "-i", inventory).exitCode()).isZero();
    Ran ran = site.run("apply", "--yes", "-i", inventory);
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    assertThat(ran.err()).contains("lies where another user may write; the run goes on");
    assertThat(site.run("history").out()).doesNotContain("m-1");
    try (Stream<Path> files = Files.walk(open)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
