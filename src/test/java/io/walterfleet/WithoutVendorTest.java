package io.walterfleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.release.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's site is away: how the machines are can be looked at all the same. */
@Tag("scripts")
class WithoutVendorTest {
  private static final String AWAY =
      "could not download the manifest from URL: the connection was refused";

  @TempDir Path folder;
  private TestSite site;
  private Server vendor;
  private String inventory = "";
  private String url = "";

  @BeforeEach
  void applied() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.3");
    vendor = Server.plain();
    vendor.on("/m.json", Server.bytes(Files.readAllBytes(folder.resolve("manifest.json"))));
    vendor.on("/bundle.tar.gz", Server.bytes(Files.readAllBytes(folder.resolve("bundle.tar.gz"))));
    url = vendor.url("/m.json");
    Path file = Path.of(site.inventory(List.of("store-1"), ""));
    Files.writeString(
        file, Files.readString(file).replace(folder.resolve("manifest.json").toString(), url));
    inventory = file.toString();
    site.with("WALTER_FLEET_INVENTORY", inventory);
    assertThat(site.run("apply", "--yes").exitCode()).isZero();
  }

  @AfterEach
  void closed() {
    vendor.close();
  }

  @Test
  void theLastGoodManifestIsUsedAndItsAgeIsSaid() throws IOException {
    List<String> lines =
        List.of("status", "drift", "plan", "versions", "rehearse", "apply --yes", "plan --health");
    lines.forEach(this::typed); // the first plan has no last one to differ from
    List<Ran> before = lines.stream().map(this::typed).toList();
    away();
    kept(FileTime.from(Instant.parse("2026-11-23T07:00:00Z")));
    String note =
        "note: " + AWAY + "; the one that was read 3 h ago (2026-11-23T07:00:00Z) is used\n";
    assertThat(before).extracting(Ran::exitCode).containsOnly(0);
    assertThat(lines.stream().map(this::typed).toList())
        .isEqualTo(before.stream().map(ran -> new Ran(0, ran.out(), note)).toList());
  }

  @Test
  void whoNeverReadItStillSeesTheMachines() throws IOException {
    away();
    forget();
    String note =
        "note: "
            + AWAY
            + "; none was kept of it, so machines are held against what was last applied alone\n";
    assertThat(typed("status -q")).isEqualTo(new Ran(0, "1 machine: 1 in sync\n", note));
    assertThat(typed("drift -q")).isEqualTo(new Ran(0, "1 machine: 1 in sync\n", note));
  }

  @Test
  void driftIsSeenWithoutTheVendor() throws IOException {
    away();
    forget();
    Files.writeString(
        site.remote().home("store-1").resolve("walter-onprem/compose.yml"), "# mine\n");
    Ran drift = site.run("drift", "-q");
    assertThat(drift.out()).isEqualTo("1 machine: 1 drifted\n");
    assertThat(drift.exitCode()).isEqualTo(2);
    assertThat(site.run("status", "-q").out()).isEqualTo("1 machine: 1 drifted\n");
  }

  @Test
  void whatHasNothingToCompareWithIsUnknown() throws IOException {
    TestSite other = new TestSite(Files.createDirectories(folder.resolve("other")));
    other.installed("store-1", "1.8.3").inventory(List.of("store-1"), "");
    Files.delete(folder.resolve("other/manifest.json"));
    Ran status = other.run("status", "-q", "-i", folder.resolve("other/fleet.yml").toString());
    assertThat(status.out()).isEqualTo("1 machine: 1 unknown\n");
    assertThat(status.exitCode()).isEqualTo(8);
  }

  @Test
  void aVendorThatIsDownIsNoMistakeOfTheUsers() throws IOException {
    away();
    forget();
    Ran refused =
        new Ran(
            8,
            "",
            AWAY
                + " (tried 4 times)\n"
                + "    fix: check the network and the proxy settings of this computer, or use files"
                + " (air gap)\n"
                + "1 problem; nothing was changed\n");
    for (String words : List.of("plan", "apply --yes", "versions", "rehearse")) {
      assertThat(typed(words)).as(words).isEqualTo(refused);
    }
  }

  @Test
  void whatNeedsNoManifestAsksForNone() throws IOException {
    away();
    forget();
    for (String words : List.of("backups", "history", "validate")) {
      Ran ran = typed(words);
      assertThat(ran).as(words).isEqualTo(new Ran(0, ran.out(), ""));
    }
  }

  @Test
  void somethingElseInItsPlaceIsNotTakenForIt() throws IOException {
    vendor.close();
    vendor = Server.plain();
    vendor.on("/m.json", Server.bytes("<html>please log in</html>".getBytes(UTF_8)));
    Path file = Path.of(inventory);
    Files.writeString(file, Files.readString(file).replace(url, vendor.url("/m.json")));
    assertThat(site.run("plan").exitCode()).isEqualTo(64);
  }

  private void away() {
    vendor.close();
  }

  private void kept(FileTime time) throws IOException {
    try (Stream<Path> kept = Files.list(folder.resolve(".cache/walter-fleet/manifests"))) {
      for (Path file : kept.toList()) {
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  private void forget() throws IOException {
    try (Stream<Path> kept = Files.list(folder.resolve(".cache/walter-fleet/manifests"))) {
      for (Path file : kept.toList()) {
        Files.delete(file);
      }
    }
  }

  private Ran typed(String words) {
    Ran ran = site.run(words.split(" ", -1));
    return new Ran(ran.exitCode(), shown(ran.out()), shown(ran.err()));
  }

  private String shown(String text) {
    return text.replace(url, "URL")
        .replace(" (tried 4 times);", ";")
        .replaceAll("plan [0-9TZ-]+-[0-9a-f]{4}", "plan ID");
  }
}
