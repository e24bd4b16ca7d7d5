package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.Line;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.format.VersionsJson;
import java.util.List;
import java.util.Optional;

/** What the vendor publishes, for people: the newest series first. */
public final class VersionsText {
  private static final List<String> HEADINGS =
      List.of("SERIES", "LATEST PATCH", "SUPPORTED", "PUBLISHED", "NOTES");
  private static final String NONE = "-";

  private VersionsText() {}

  /** The whole text; it ends with a line feed. */
  public static String of(Manifest manifest, Style style) {
    TextBuilder textBuilder = new TextBuilder();
    textBuilder.line("Latest stable release: " + style.bold(manifest.latestStable().toString()));
    textBuilder
        .line("Current bundle:        " + Controls.escaped(manifest.bundle().version()))
        .gap();
    List<List<String>> rows =
        VersionsJson.newestFirst(manifest).map(line -> row(manifest, line)).toList();
    return Table.of(HEADINGS, rows).write(textBuilder, style).text();
  }

  private static List<String> row(Manifest manifest, Line line) {
    Optional<Published> latest = manifest.find(line.latestPatch());
    return List.of(
        line.series().toString(),
        line.latestPatch().toString(),
        line.supported() ? "yes" : "no",
        latest.flatMap(Published::published).orElse(NONE),
        latest.flatMap(Published::notesUrl).orElse(NONE));
  }
}
