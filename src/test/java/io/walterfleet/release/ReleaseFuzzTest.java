package io.walterfleet.release;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.walterfleet.fuzz.Fuzz;
import io.walterfleet.fuzz.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes instead of a manifest, a bundle, or the answer of the vendor's server. */
@Tag("unit")
@Timeout(4000)
class ReleaseFuzzTest {
  private static final Limits SMALL = new Limits(1 << 20, 20, 50_000, 1 << 20, 20, 200, 8192);

  private static final RetryPolicy HASTY =
      new RetryPolicy(
          Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(10), 1, Duration.ZERO);

  @TempDir Path folder;

  @Test
  void anyManifestIsReadOrRefused() throws Exception {
    Location from = Location.of("https://vendor.test/m.json").orElseThrow();
    Fuzz.target(
        "manifest", 30_000, input -> said(() -> ManifestReader.read(from, input).latestStable()));
  }

  /** As it comes, and packed: a fault in a packed one is seldom more than a wrong checksum. */
  @Test
  void anyBundleIsReadOrRefused() throws Exception {
    Path file = folder.resolve("bundle.tar.gz");
    Fuzz.target(
        "bundle",
        6_000,
        input -> {
          boolean packed = input.length > 1 && input[0] == 0x1f;
          Files.write(file, packed ? input : Tars.gzip(summed(input)));
          return Stream.concat(
                  said(() -> Inspection.files("2026.1", file, SMALL)).stream(),
                  said(() -> BundleTexts.read(file).size()).stream())
              .toList();
        });
  }

  @Test
  void anyAnswerOfTheServerIsReadOrRefused() throws Exception {
    try (RawServer server = new RawServer()) {
      Manifests manifests = new Manifests(new Downloads(Proxies.NONE, HASTY, pause -> {}));
      Fuzz.target(
          "http-manifest",
          500,
          input -> {
            server.says(new String(input, ISO_8859_1).replace("\n", "\r\n").getBytes(ISO_8859_1));
            return said(() -> manifests.read(server.url("/m.json")).latestStable());
          });
    }
  }

  /** The same with right checksums in the headers, or hardly anything would be looked at. */
  private static byte[] summed(byte[] input) {
    byte[] tar = input.clone();
    for (int at = 0; at + 512 <= tar.length; ) {
      int sum = 0;
      for (int i = 0; i < 512; i++) {
        sum += i >= 148 && i < 156 ? ' ' : tar[at + i] & 0xff;
      }
      byte[] digits = "%06o\0 ".formatted(sum).getBytes(ISO_8859_1);
      System.arraycopy(digits, 0, tar, at + 148, digits.length);
      String size = new String(tar, at + 124, 11, ISO_8859_1);
      int length = size.matches("0000[0-7]{7}") ? Integer.parseInt(size, 8) : 0;
      at += 512 + (length + 511) / 512 * 512;
    }
    return tar;
  }

  private interface Reading {
    Object read() throws ReleaseException, InterruptedException;
  }

  private static List<String> said(Reading reading) throws InterruptedException {
    try {
      return List.of("read " + reading.read());
    } catch (ReleaseException refused) {
      return refused.problems().stream()
          .map(problem -> problem.message() + "\n" + problem.fix())
          .toList();
    }
  }
}
