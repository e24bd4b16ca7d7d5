package io.walterfleet.release;

import io.walterfleet.fleet.Manifest.Line;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Series;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Notes where a manifest whose members are all well-formed contradicts itself. */
record Consistency(List<ListedObject<Line>> lines, List<ListedObject<Published>> releases) {
  private static final String LIST_IT = "list it under \"releases\", or name one that is listed";

  void check(ManifestObject root, Release stable) {
    Set<Release> published = new HashSet<>();
    releases.forEach(entry -> check(entry, published));
    Set<Series> series = new HashSet<>();
    lines.forEach(entry -> checkLine(entry, series));
    if (!published.contains(stable)) {
      root.unfit("latest_stable", "is " + stable + ", which is not among the releases", LIST_IT);
    }
    if (!series.contains(stable.series())) {
      root.unfit(
          "latest_stable",
          "is " + stable + ", whose series is not listed",
          "list " + stable.series() + " under \"series\"");
    }
  }

  private static void check(ListedObject<Published> entry, Set<Release> before) {
    Published one = entry.value();
    if (!before.add(one.release())) {
      entry.at().unfit("version", "is " + one.release() + " for the second time", "remove one");
    }
    if (one.image().release().filter(tag -> !tag.equals(one.release())).isPresent()) {
      entry.at().unfit("image", "is " + one.image() + ", another release", "name " + one.release());
    }
    if (one.digest().filter(digest -> contradicts(one, digest)).isPresent()) {
      entry.at().unfit("digest", "is not the digest that the image has", "correct one of the two");
    }
  }

  private static void checkLine(ListedObject<Line> entry, Set<Series> before) {
    Line line = entry.value();
    Release latest = line.latestPatch();
    if (!before.add(line.series())) {
      entry.at().unfit("series", "is " + line.series() + " for the second time", "remove one");
    }
    if (!latest.series().equals(line.series())) {
      entry
          .at()
          .unfit(
              "latest_patch",
              "is " + latest + ", which is not in the series " + line.series(),
              "name a release of that series");
    }
  }

  private static boolean contradicts(Published one, String digest) {
    return one.image().value().contains("@") && !one.image().value().endsWith("@" + digest);
  }
}
