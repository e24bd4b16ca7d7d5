package io.walterfleet.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Manifest.Line;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Series;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ManifestReaderTest {
  private static final Location HERE = Location.of("https://vendor.test/r/m.json").orElseThrow();
  static final String AT = "https://vendor.test/r/m.json: ";
  private static final String NOT_A_MANIFEST =
      "\n    fix: check that this is the address of Walter's release manifest";

  static final String GOOD =
      """
      {
        "manifest_version": 1,
        "latest_stable": "1.8.3",
        "bundle": {"version": "2026.11.1", "url": "b/walter.tar.gz", "sha256": "%s", "size": 214322},
        "series": [
          {"series": "1.8", "supported": true, "latest_patch": "1.8.3"},
          {"series": "1.6", "supported": false, "latest_patch": "1.6.14"}
        ],
        "releases": [
          {"version": "1.8.3", "image": "ghcr.io/matchylabs/walter:1.8.3", "digest": "sha256:%s",
           "channel": "stable", "published": "2026-11-02", "notes_url": "https://vendor.test/1.8/"},
          {"version": "1.6.14", "image": "ghcr.io/matchylabs/walter:1.6.14"}
        ]
      }
      """
          .formatted("ab".repeat(32), "cd".repeat(32));

  @Test
  void aManifestSaysWhatTheVendorPublishes() throws Exception {
    assertThat(read(GOOD))
        .isEqualTo(
            new Manifest(
                new Release(1, 8, 3),
                new BundleRef(
                    "2026.11.1", "https://vendor.test/r/b/walter.tar.gz", "ab".repeat(32), 214322),
                List.of(
                    new Line(new Series(1, 8), true, new Release(1, 8, 3)),
                    new Line(new Series(1, 6), false, new Release(1, 6, 14))),
                List.of(
                    new Published(
                        new Release(1, 8, 3),
                        new ImageRef("ghcr.io/matchylabs/walter:1.8.3"),
                        Optional.of("sha256:" + "cd".repeat(32)),
                        Optional.of("2026-11-02"),
                        Optional.of("https://vendor.test/1.8/")),
                    new Published(
                        new Release(1, 6, 14),
                        new ImageRef("ghcr.io/matchylabs/walter:1.6.14"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))));
  }

  @Test
  void membersThatNobodyKnowsAreIgnored() throws Exception {
    String more =
        GOOD.replaceFirst("\\{", "{\"new\": [1, {\"a\": null}],")
            .replace("{\"series\": \"1.8\"", "{\"end_of_life\": \"2027\", \"series\": \"1.8\"");
    assertThat(read(more)).isEqualTo(read(GOOD));
  }

  @Test
  void checksumsAreTheSameInUpperCase() throws Exception {
    assertThat(read(GOOD.replace("ab".repeat(32), "AB".repeat(32)))).isEqualTo(read(GOOD));
  }

  @Test
  void aManifestInAFileNamesItsBundleFromItsOwnDirectory() throws Exception {
    Location file = Location.of("/srv/walter/manifest.json").orElseThrow();
    assertThat(ManifestReader.read(file, GOOD.getBytes(UTF_8)).bundle().location())
        .isEqualTo("/srv/walter/b/walter.tar.gz");
  }

  @ParameterizedTest
  @MethodSource("io.walterfleet.release.BadManifests#all")
  void aBadManifestIsRefusedWithItsPlaceAndAFix(BadManifests.Bad bad) {
    assertThat(refusal(bad.json())).isEqualTo(bad.expected());
  }

  @Test
  void allProblemsAreSaidAtOnce() {
    assertThat(refusal("{\"manifest_version\": 1, \"series\": [{}], \"releases\": 3}"))
        .isEqualTo(
            """
            @$.latest_stable is missing
                fix: add a release such as "1.8.3"
            @$.bundle is missing
                fix: add an object
            @$.series[0].series is missing
                fix: add a series such as "1.8"
            @$.series[0].supported is missing
                fix: add true or false
            @$.series[0].latest_patch is missing
                fix: add a release such as "1.8.3"
            @$.releases is a number that cannot stand here
                fix: write a list"""
                .replace("@", AT));
  }

  @Test
  void aFloodOfProblemsIsCut() {
    String json = "{\"manifest_version\": 1, \"series\": [%s{}]}";
    assertThat(refused(json.formatted("{},".repeat(15))).problems().get(50))
        .hasToString(AT + "1 more problem like these\n    fix: correct those above");
    ReleaseException refused = refused(json.formatted("{},".repeat(99)));
    assertThat(refused.problems()).hasSize(51);
    assertThat(refused.problems().get(50))
        .hasToString(AT + "253 more problems like these\n    fix: correct those above");
  }

  @Test
  void whatIsNotJsonIsRefusedWithItsPlace() {
    String here = "https://vendor.test/r/m.json:";
    assertThat(refusal("")).isEqualTo(AT + "the manifest is empty" + NOT_A_MANIFEST);
    assertThat(refusal("<html>login</html>"))
        .isEqualTo(here + "1:1: this is not JSON: it looks like a web page" + NOT_A_MANIFEST);
    assertThat(refusal("[1]")).isEqualTo(AT + "the manifest is not an object" + NOT_A_MANIFEST);
    assertThat(refusal("[".repeat(2000)))
        .isEqualTo(
            AT
                + "this is not JSON: it is nested too deep, or has a value that is too long"
                + NOT_A_MANIFEST);
    assertThat(refusal("{\"a\": 1,\n \"a\": 2}"))
        .isEqualTo(here + "2:5: this is not JSON: a member stands there twice" + NOT_A_MANIFEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghp_S3CRET",
        "S3CRET=x",
        "{\"a\": S3CRET",
        "{\"a\": \"S3CRET\"",
        "{\"S3CRET\": 1, \"S3CRET\": 2}",
        "{\"manifest_version\": \"S3CRET\"}",
        "{\"manifest_version\": 1, \"latest_stable\": \"S3CRET\", \"series\": \"S3CRET\"}",
        "\"S3CRET\"",
        "1 S3CRET",
        "{\"a\": \"\\S3CRET\"}"
      })
  void aFileThatIsNoManifestIsNotRepeated(String secret) {
    assertThat(refusal(secret)).doesNotContain("S3CRET").contains("m.json");
  }

  private static Manifest read(String json) throws ReleaseException {
    return ManifestReader.read(HERE, json.getBytes(UTF_8));
  }

  private static String refusal(String json) {
    return String.valueOf(refused(json).getMessage());
  }

  private static ReleaseException refused(String json) {
    return catchThrowableOfType(ReleaseException.class, () -> read(json));
  }
}
