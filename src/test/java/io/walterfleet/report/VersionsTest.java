package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Manifest.Line;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Series;
import io.walterfleet.format.Schemas;
import io.walterfleet.format.VersionsJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class VersionsTest {
  private static final Manifest MANIFEST =
      new Manifest(
          new Release(1, 10, 2),
          new BundleRef("2026.11.1", "https://vendor.test/b?token=geheim", "ab".repeat(32), 214322),
          List.of(
              new Line(new Series(1, 6), false, new Release(1, 6, 14)),
              new Line(new Series(1, 10), true, new Release(1, 10, 2)),
              new Line(new Series(1, 9), true, new Release(1, 9, 3))),
          List.of(
              published(new Release(1, 6, 14), "", ""),
              published(new Release(1, 9, 3), "2026-10-01", ""),
              published(new Release(1, 10, 2), "2026-11-02", "https://vendor.test/1.10/")));

  @Test
  void peopleSeeTheNewestSeriesFirst() {
    assertThat(VersionsText.of(MANIFEST, Style.PLAIN))
        .isEqualTo(
            """
            Latest stable release: 1.10.2
            Current bundle:        2026.11.1

            SERIES  LATEST PATCH  SUPPORTED  PUBLISHED   NOTES
            1.10    1.10.2        yes        2026-11-02  https://vendor.test/1.10/
            1.9     1.9.3         yes        2026-10-01  -
            1.6     1.6.14        no         -           -
            """);
  }

  @Test
  void onATerminalTheHeadingsAreBold() {
    assertThat(VersionsText.of(MANIFEST, Style.ANSI).lines().toList())
        .contains("\u001b[1mSERIES  LATEST PATCH  SUPPORTED  PUBLISHED   NOTES\u001b[0m");
  }

  @Test
  void programsGetEverythingButTheBundlesAddress() {
    assertThat(VersionsJson.of(MANIFEST))
        .isEqualTo(
            """
            {
              "format" : "walter-fleet/versions/v1",
              "latestStable" : "1.10.2",
              "bundle" : {
                "version" : "2026.11.1",
                "sha256" : "%s",
                "size" : 214322
              },
              "series" : [ {
                "series" : "1.10",
                "supported" : true,
                "latestPatch" : "1.10.2"
              }, {
                "series" : "1.9",
                "supported" : true,
                "latestPatch" : "1.9.3"
              }, {
                "series" : "1.6",
                "supported" : false,
                "latestPatch" : "1.6.14"
              } ],
              "releases" : [ {
                "release" : "1.10.2",
                "image" : "ghcr.io/matchylabs/walter:1.10.2",
                "digest" : "sha256:%s",
                "published" : "2026-11-02",
                "notesUrl" : "https://vendor.test/1.10/"
              }, {
                "release" : "1.9.3",
                "image" : "ghcr.io/matchylabs/walter:1.9.3",
                "published" : "2026-10-01"
              }, {
                "release" : "1.6.14",
                "image" : "ghcr.io/matchylabs/walter:1.6.14"
              } ]
            }
            """
                .formatted("ab".repeat(32), "cd".repeat(32)));
  }

  @Test
  void theJsonIsWhatTheSchemaSays() throws IOException {
    String json = VersionsJson.of(MANIFEST);
    assertThat(Schemas.complaints("versions.schema.json", json)).isEmpty();
    assertThat(Schemas.complaints("versions.schema.json", json.replace("series", "lines")))
        .isNotEmpty();
  }

  private static Published published(Release release, String day, String notes) {
    return new Published(
        release,
        new ImageRef("ghcr.io/matchylabs/walter:" + release),
        Optional.of("sha256:" + "cd".repeat(32)).filter(digest -> !notes.isEmpty()),
        Optional.of(day).filter(text -> !text.isEmpty()),
        Optional.of(notes).filter(text -> !text.isEmpty()));
  }
}
