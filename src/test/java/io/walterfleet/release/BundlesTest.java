package io.walterfleet.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpHandler;
import io.walterfleet.fleet.Manifest.BundleRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class BundlesTest {
  private static final String WRONG =
      "\n    fix: try again; if it stays so, the manifest and the bundle do not belong together:"
          + " tell the vendor, and do not use this bundle";
  private static final RetryPolicy PATIENCE =
      new RetryPolicy(
          Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMinutes(1), 2, Duration.ZERO);

  @TempDir private Path directory;
  private Path cache;
  private byte[] packed;
  private String sum;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    cache = directory.resolve("cache");
    packed = Tars.gzip(Tars.walterWith(Tars.file("walter-onprem/README", "hello")));
    sum = sum(packed);
    server = Server.plain();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aBundleIsFetchedVerifiedAndKept() throws Exception {
    server.on("/b", Server.bytes(packed));
    Path kept = cache.resolve("bundles").resolve(sum + ".tar.gz");
    Bundle bundle = bundles().fetch(wanted());
    assertThat(bundle).isEqualTo(new Bundle(sum, packed.length, kept));
    assertThat(kept).hasBinaryContent(packed);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
    assertThat(files()).containsExactly(kept);
  }

  @Test
  void aBundleWritesItselfAsOftenAsAsked() throws Exception {
    server.on("/b", Server.bytes(packed));
    Bundle bundle = bundles().fetch(wanted());
    for (int upload = 0; upload < 2; upload++) {
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      bundle.writeTo(sent);
      assertThat(sent.toByteArray()).isEqualTo(packed);
    }
  }

  @Test
  void theNextRunTakesItFromTheCache() throws Exception {
    server.on("/b", Server.bytes(packed));
    Bundle first = bundles().fetch(wanted());
    assertThat(bundles().fetch(wanted())).isEqualTo(first);
    assertThat(server.asked()).containsExactly("GET /b");
  }

  @Test
  void aDamagedFileInTheCacheIsFetchedAnew() throws Exception {
    server.on("/b", Server.bytes(packed));
    Bundle bundle = bundles().fetch(wanted());
    byte[] damaged = packed.clone();
    damaged[20] ^= 1;
    for (byte[] bad : List.of(damaged, new byte[0], Tars.gzip(packed))) {
      Files.write(bundle.path(), bad);
      assertThat(bundles().fetch(wanted())).isEqualTo(bundle);
      assertThat(bundle.path()).hasBinaryContent(packed);
    }
    assertThat(server.asked()).hasSize(4);
  }

  @Test
  void aPartOfAnEarlierRunIsNeverTaken() throws Exception {
    server.on("/b", Server.bytes(packed));
    Path leftover = Files.createDirectories(cache.resolve("bundles")).resolve(sum + ".1.partial");
    Files.write(leftover, packed);
    assertThat(bundles().fetch(wanted()).path()).hasBinaryContent(packed);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void manyAsksAtOnceAreOneDownload() throws Exception {
    server.on("/b", Server.bytes(packed));
    Bundles bundles = bundles();
    assertThat(atOnce(8, () -> bundles.fetch(wanted()))).containsOnly(bundles.fetch(wanted()));
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void manyRunsAtOnceDoNotDisturbEachOther() throws Exception {
    server.on("/b", Server.bytes(packed));
    List<Bundle> all = atOnce(8, () -> bundles().fetch(wanted()));
    assertThat(all).containsOnly(bundles().fetch(wanted()));
    assertThat(files()).hasSize(1);
  }

  @Test
  void whatCouldNotBeHadIsNotAskedForAgain() {
    server.on("/b", Server.status(404));
    Bundles bundles = bundles();
    String first = refusal(bundles, wanted());
    assertThat(refusal(bundles, wanted())).isEqualTo(first);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aBrokenDownloadBeginsAnewFromItsFirstByte() throws Exception {
    List<HttpHandler> answers = new ArrayList<>(List.of(truncated(), Server.bytes(packed)));
    server.on("/b", exchange -> answers.remove(0).handle(exchange));
    assertThat(bundles().fetch(wanted()).path()).hasBinaryContent(packed);
  }

  @Test
  void aBundleThatIsTooShortIsRefused() throws Exception {
    server.on("/b", Server.bytes(packed));
    assertThat(refusal(bundles(), wanted(sum, packed.length + 1)))
        .isEqualTo(
            "the bundle from %s is not the right one: it has %d bytes; the manifest says %d"
                    .formatted(server.url("/b"), packed.length, packed.length + 1)
                + WRONG);
    assertThat(files()).isEmpty();
  }

  @Test
  void aBundleThatIsTooLongIsRefusedAsSoonAsThatIsSeen() throws Exception {
    server.on("/b", Server.bytes(packed));
    assertThat(refusal(bundles(), wanted(sum, packed.length - 1)))
        .isEqualTo(
            "the bundle from %s is not the right one: it is longer than %d bytes, its size in the"
                    .formatted(server.url("/b"), packed.length - 1)
                + " manifest"
                + WRONG);
    assertThat(files()).isEmpty();
  }

  @Test
  void aBundleWithAnotherChecksumIsRefused() throws Exception {
    server.on("/b", Server.bytes(packed));
    assertThat(refusal(bundles(), wanted("ab".repeat(32), packed.length)))
        .isEqualTo(
            "the bundle from %s is not the right one: its SHA-256 is %s; the manifest says %s"
                    .formatted(server.url("/b"), sum, "ab".repeat(32))
                + WRONG);
    assertThat(files()).isEmpty();
  }

  @Test
  void aHostileBundleIsRefusedThoughItsChecksumIsRight() throws Exception {
    byte[] hostile = Tars.gzip(Tars.walterWith(Tars.file("../x", "x")));
    server.on("/b", Server.bytes(hostile));
    assertThat(refusal(bundles(), wanted(sum(hostile), hostile.length)))
        .isEqualTo(
            "the bundle 2026.1 is refused: it has a path that climbs out: '../x'"
                + "\n    fix: do not use this bundle; get a good one from the vendor");
  }

  @Test
  void aHugeBundleIsNotEvenAskedFor() {
    assertThat(refusal(bundles(), wanted(sum, 1L << 40)))
        .isEqualTo(
            "the manifest says that the bundle has 1099511627776 bytes; more than 536870912 are"
                + " refused\n    fix: check the manifest's bundle.size");
  }

  @Test
  void aFileIsAsGoodAsTheWeb() throws Exception {
    Path file = Files.write(directory.resolve("b.tar.gz"), packed);
    BundleRef ref = new BundleRef("2026.1", file.toString(), sum, packed.length);
    assertThat(bundles().fetch(ref).sha256()).isEqualTo(sum);
    Files.write(file, new byte[] {1});
    assertThat(bundles().fetch(ref).path()).hasBinaryContent(packed);
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    Path file = directory.resolve("b.tar.gz");
    BundleRef ref = new BundleRef("2026.1", file.toString(), sum, packed.length);
    assertThat(refusal(bundles(), ref))
        .isEqualTo(
            "could not read the bundle from "
                + Sanitizer.of(file.toString())
                + ": there is no such file\n    fix: check the path and who may read it");
  }

  @Test
  void aCacheThatCannotBeWrittenIsSaid() throws Exception {
    server.on("/b", Server.bytes(packed));
    Files.writeString(cache, "a file");
    assertThat(refusal(bundles(), wanted()))
        .isEqualTo(
            "could not keep the bundle in "
                + Sanitizer.of(cache.toString())
                + ": writing there failed\n    fix: check its owner and the free space, or set"
                + " XDG_CACHE_HOME to another directory");
  }

  private HttpHandler truncated() {
    return exchange -> {
      exchange.sendResponseHeaders(200, packed.length);
      exchange.getResponseBody().write(packed, 0, 100);
      exchange.getResponseBody().flush();
    };
  }

  private Bundles bundles() {
    return new Bundles(new Downloads(Proxies.NONE, PATIENCE, time -> {}), cache, Limits.DEFAULT);
  }

  private BundleRef wanted() {
    return wanted(sum, packed.length);
  }

  private BundleRef wanted(String sha256, long size) {
    return new BundleRef("2026.1", server.url("/b"), sha256, size);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(cache.resolve("bundles"))) {
      return files.toList();
    }
  }

  private static String refusal(Bundles bundles, BundleRef wanted) {
    return String.valueOf(
        catchThrowableOfType(ReleaseException.class, () -> bundles.fetch(wanted)).getMessage());
  }

  private static <T> List<T> atOnce(int times, Callable<T> ask) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(Collections.nCopies(times, ask))) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static String sum(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
