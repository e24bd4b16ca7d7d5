package io.walterfleet.fleet;

import java.util.List;
import java.util.Optional;

/**
 * What the vendor publishes about releases (shape: WALTER.md, A).
 *
 * @param bundle the current on-prem bundle, one for all releases
 * @param lines the series that exist, each with its latest patch
 * @param releases all releases that may be deployed
 */
public record Manifest(
    Release latestStable, BundleRef bundle, List<Line> lines, List<Published> releases) {
  public Manifest {
    lines = List.copyOf(lines);
    releases = List.copyOf(releases);
  }

  /** A series, and the latest patch in it. */
  public record Line(Series series, boolean supported, Release latestPatch) {}

  /**
   * One release that may be deployed.
   *
   * @param digest the image's digest, {@code sha256:…}, if the vendor says it
   * @param published the day, as the vendor writes it
   */
  public record Published(
      Release release,
      ImageRef image,
      Optional<String> digest,
      Optional<String> published,
      Optional<String> notesUrl) {}

  /**
   * Where the bundle is and what it must be.
   *
   * @param location an absolute URL or a file path
   * @param sha256 64 lower-case hexadecimal digits
   * @param size in bytes
   */
  public record BundleRef(String version, String location, String sha256, long size) {
    /** No bundle: the manifest that would name it is not known. */
    public static final BundleRef UNKNOWN = new BundleRef("unknown", "", "", 0);
  }

  /** The release's entry; empty when it is not published. */
  public Optional<Published> find(Release release) {
    return releases.stream().filter(one -> one.release().equals(release)).findFirst();
  }

  /** The line of a series; empty when the manifest does not know it. */
  public Optional<Line> line(Series series) {
    return lines.stream().filter(line -> line.series().equals(series)).findFirst();
  }
}
