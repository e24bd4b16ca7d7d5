package io.walterfleet.format;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.Line;
import io.walterfleet.fleet.Manifest.Published;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the vendor publishes, as JSON; what the vendor does not say is left out. See
 * schema/versions.schema.json.
 */
public final class VersionsJson {
  private VersionsJson() {}

  /** The JSON text, with line feeds, the last of them at the end. */
  public static String of(Manifest manifest) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", "walter-fleet/versions/v1");
    json.put("latestStable", manifest.latestStable().toString());
    json.putObject("bundle")
        .put("version", manifest.bundle().version())
        .put("sha256", manifest.bundle().sha256())
        .put("size", manifest.bundle().size());
    ArrayNode series = json.putArray("series");
    newestFirst(manifest).forEach(line -> line(line, series.addObject()));
    ArrayNode releases = json.putArray("releases");
    manifest.releases().stream()
        .sorted(Comparator.comparing(Published::release).reversed())
        .forEach(one -> release(one, releases.addObject()));
    return JsonText.page(json);
  }

  /** The series from the newest to the oldest. */
  public static Stream<Line> newestFirst(Manifest manifest) {
    return manifest.lines().stream().sorted(Comparator.comparing(Line::series).reversed());
  }

  private static void line(Line line, ObjectNode json) {
    json.put("series", line.series().toString());
    json.put("supported", line.supported());
    json.put("latestPatch", line.latestPatch().toString());
  }

  private static void release(Published one, ObjectNode json) {
    json.put("release", one.release().toString());
    json.put("image", one.image().value());
    put(json, "digest", one.digest());
    put(json, "published", one.published());
    put(json, "notesUrl", one.notesUrl());
  }

  private static void put(ObjectNode json, String name, Optional<String> value) {
    value.ifPresent(text -> json.put(name, text));
  }
}
