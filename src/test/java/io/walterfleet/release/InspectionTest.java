package io.walterfleet.release;

import static io.walterfleet.release.Tars.directory;
import static io.walterfleet.release.Tars.entry;
import static io.walterfleet.release.Tars.file;
import static io.walterfleet.release.Tars.gzip;
import static io.walterfleet.release.Tars.pax;
import static io.walterfleet.release.Tars.walterWith;
import static io.walterfleet.release.Tars.zeros;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class InspectionTest {
  private static final Limits SMALL = new Limits(1 << 20, 20, 50_000, 40 << 20, 20, 200, 8192);
  private static final String DAMAGED = "is not an intact tar.gz archive";
  private static final String TAIL = "has bytes behind its end";

  @TempDir private Path directory;

  @Test
  void aGoodBundleIsCounted() throws Exception {
    byte[] tar =
        walterWith(
            directory("walter-onprem/share/"),
            file("walter-onprem/share/grüße.txt", "x"),
            file("walter-onprem/" + "long/".repeat(30) + "name", "x"));
    assertThat(Inspection.files("2026.1", written(gzip(tar)), SMALL)).isEqualTo(4);
  }

  @Test
  void pathsMayBeginWithADot() throws Exception {
    byte[] tar =
        Tars.of(
            file("./walter-onprem/compose.yml", "x"),
            file("./walter-onprem/./bin//walter-onprem", Tars.PROGRAM, "x"),
            directory("./walter-onprem/bin/"));
    assertThat(Inspection.files("2026.1", written(gzip(tar)), SMALL)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"})
  void theComposeFileMayHaveAnyNameThatComposeKnows(String name) throws Exception {
    byte[] tar =
        Tars.of(
            file("walter-onprem/" + name, "x"),
            file("walter-onprem/bin/walter-onprem", Tars.PROGRAM, "x"));
    assertThat(Inspection.files("2026.1", written(gzip(tar)), SMALL)).isEqualTo(2);
  }

  @Test
  void aBundleMadeByTarIsGood() throws Exception {
    Files.createDirectories(directory.resolve("walter-onprem/bin"));
    Files.writeString(directory.resolve("walter-onprem/compose.yml"), "services: {}\n");
    Path program = Files.writeString(directory.resolve("walter-onprem/bin/walter-onprem"), "x");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Process tar =
        new ProcessBuilder("tar", "-czf", "b.tar.gz", "walter-onprem")
            .directory(directory.toFile())
            .start();
    assertThat(tar.waitFor()).isZero();
    assertThat(Inspection.files("2026.1", directory.resolve("b.tar.gz"), SMALL)).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aBadBundleIsRefused(String reason, byte[] packed) throws Exception {
    assertThat(refusal(packed, SMALL)).isEqualTo(reason);
  }

  static Stream<Arguments> aBadBundleIsRefused() throws IOException {
    return Stream.of(paths(), kinds(), caps(), looks(), damages()).flatMap(cases -> cases);
  }

  private static Stream<Arguments> paths() throws IOException {
    return Stream.of(
        bad("has an absolute path: '/etc/passwd'", file("/etc/passwd", "x")),
        bad("has a path that climbs out: '../x'", file("../x", "x")),
        bad(
            "has a path that climbs out: 'walter-onprem/a/../../x'",
            file("walter-onprem/a/../../x", "x")),
        bad("has a path that climbs out: 'walter-onprem/../'", directory("walter-onprem/..")),
        bad("has an entry outside walter-onprem/: 'other/x'", file("other/x", "x")),
        bad(
            "has an entry outside walter-onprem/: 'walter-onprem2/x'",
            file("walter-onprem2/x", "")),
        bad("has an entry outside walter-onprem/: './'", directory("./")),
        bad("has a file where the directory walter-onprem should be", file("walter-onprem", "x")),
        bad(
            "has an entry twice: 'walter-onprem/./compose.yml'",
            file("walter-onprem/./compose.yml", "evil")),
        bad("has an entry twice: 'walter-onprem/'", directory("walter-onprem/")),
        bad(
            "has an entry twice: 'walter-onprem/compose.yml/'",
            directory("walter-onprem/compose.yml/")),
        bad("has an entry twice: 'walter-onprem/bin'", file("walter-onprem/bin", "x")),
        bad(
            "has a file that is a directory as well: 'walter-onprem/compose.yml'",
            file("walter-onprem/compose.yml/x", "x")),
        bad(
            "has a path with a character that has no place there: 'walter-onprem/a\\u{a}b'",
            file("walter-onprem/a\nb", "x")),
        bad(
            "has a path with a character that has no place there: 'walter-onprem/a\\b'",
            file("walter-onprem/a\\b", "x")),
        bad(
            "has a .env.deploy of its own, which belongs to each machine",
            file("walter-onprem/.env.deploy", "SECRET=1")));
  }

  private static Stream<Arguments> kinds() throws IOException {
    String odd = "has an entry that is neither a plain file nor a directory: 'walter-onprem/x'";
    return Stream.of(
        bad("has a link: 'walter-onprem/x'", entry("walter-onprem/x", TarArchiveEntry.LF_SYMLINK)),
        bad("has a link: 'walter-onprem/x'", entry("walter-onprem/x", TarArchiveEntry.LF_LINK)),
        bad(odd, entry("walter-onprem/x", TarArchiveEntry.LF_CHR)),
        bad(odd, entry("walter-onprem/x", TarArchiveEntry.LF_BLK)),
        bad(odd, entry("walter-onprem/x", TarArchiveEntry.LF_FIFO)),
        bad(odd, entry("walter-onprem/x", TarArchiveEntry.LF_CONTIG)),
        bad(odd, entry("walter-onprem/x", (byte) 'Z')),
        bad(
            "has an entry that is neither a plain file nor a directory: 'walter-onprem/x/'",
            entry("walter-onprem/x/", TarArchiveEntry.LF_NORMAL)),
        bad(
            "has an entry that would change the user who runs it: 'walter-onprem/x'",
            file("walter-onprem/x", 0104755, "x")));
  }

  private static Stream<Arguments> caps() throws IOException {
    return Stream.of(
        bad("has a path longer than 200 bytes", file("walter-onprem/" + "a".repeat(190), "x")),
        bad("has a path longer than 200 bytes", file("walter-onprem/" + "ü".repeat(95), "x")),
        bad(
            "has more than 20 entries",
            IntStream.range(0, 18)
                .mapToObj(at -> file("walter-onprem/" + at, "x"))
                .toArray(Tars.Part[]::new)),
        bad(
            "has an entry of more than 50000 bytes: 'walter-onprem/x'",
            zeros("walter-onprem/x", 50_001)),
        bad(
            "has an entry with more than 8192 header bytes",
            pax("walter-onprem/x", "comment", "x".repeat(10_000))),
        bad(
            "has an entry with more than 8192 header bytes",
            file("walter-onprem/" + "a/".repeat(10_000) + "a", "x")));
  }

  private static Stream<Arguments> looks() throws IOException {
    Tars.Part compose = file("walter-onprem/compose.yml", "x");
    String program =
        "does not look like a Walter bundle: walter-onprem/bin/walter-onprem is not a program";
    return Stream.of(
        arguments(program, gzip(Tars.of())),
        arguments(program, gzip(Tars.of(compose))),
        arguments(program, gzip(Tars.of(compose, file("walter-onprem/bin/walter-onprem", "x")))),
        arguments(program, gzip(Tars.of(compose, directory("walter-onprem/bin/walter-onprem/")))),
        arguments(
            "does not look like a Walter bundle: walter-onprem/compose.yml is missing, and so is any other name of a compose file",
            gzip(Tars.of(file("walter-onprem/bin/walter-onprem", Tars.PROGRAM, "x")))));
  }

  private static Stream<Arguments> damages() throws IOException {
    byte[] tar = walterWith();
    byte[] packed = gzip(tar);
    byte[] wrongSum = packed.clone();
    wrongSum[packed.length - 5] ^= 1;
    byte[] wrongHeader = tar.clone();
    wrongHeader[512 + 150] ^= 1;
    byte[] lone = new byte[512];
    return Stream.of(
        arguments(DAMAGED, new byte[0]),
        arguments(DAMAGED, "<html>not found</html>".getBytes(UTF_8)),
        arguments(DAMAGED, tar),
        arguments(DAMAGED, wrongSum),
        arguments(DAMAGED, Arrays.copyOf(packed, packed.length - 20)),
        arguments(DAMAGED, gzip(Arrays.copyOf(tar, 1034))),
        arguments(DAMAGED, joined(packed, "garbage".getBytes(UTF_8))),
        arguments("has an entry whose header is damaged", gzip(wrongHeader)),
        arguments(TAIL, gzip(joined(tar, walterWith()))),
        arguments(TAIL, joined(packed, gzip(walterWith()))),
        arguments(TAIL, gzip(joined(Arrays.copyOf(tar, 512 * 5), lone, walterWith()))),
        arguments(TAIL, gzip(joined(tar, new byte[100_000]))));
  }

  @Test
  void aBombIsRefusedBeforeItIsWhole() throws Exception {
    Limits roomy = new Limits(1 << 20, 20, 1L << 30, 1L << 30, 20, 200, 8192);
    byte[] bomb = gzip(walterWith(zeros("walter-onprem/zeros", 20 << 20)));
    assertThat(refusal(bomb, roomy)).isEqualTo("unpacks to more than 20 times its size");
    Limits tight = new Limits(1 << 20, 20, 1L << 30, 1 << 20, 10_000, 200, 8192);
    assertThat(refusal(bomb, tight)).isEqualTo("unpacks to more than 1048576 bytes");
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static Arguments bad(String reason, Tars.Part... parts) throws IOException {
    return arguments(reason, gzip(walterWith(parts)));
  }

  private Path written(byte[] packed) throws IOException {
    return Files.write(directory.resolve("b.tar.gz"), packed);
  }

  /** What is said about the bundle, without the words that are always there. */
  private String refusal(byte[] packed, Limits limits) throws IOException {
    Path bundle = written(packed);
    String said =
        String.valueOf(
            catchThrowableOfType(
                    ReleaseException.class, () -> Inspection.files("2026.1", bundle, limits))
                .getMessage());
    String before = "the bundle 2026.1 is refused: it ";
    String after = "\n    fix: do not use this bundle; get a good one from the vendor";
    assertThat(said).startsWith(before).endsWith(after);
    return said.substring(before.length(), said.length() - after.length());
  }
}
