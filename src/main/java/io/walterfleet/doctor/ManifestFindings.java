package io.walterfleet.doctor;

import io.walterfleet.fleet.Manifest;
import java.util.List;

/** Holds what is assumed of the release manifest's shape against one. */
public final class ManifestFindings {
  private static final String READ = "reading it";

  private ManifestFindings() {}

  /** The findings of a manifest that could be read. */
  public static List<Finding> of(Manifest manifest) {
    return List.of(
        found("latest_stable", "a release", manifest.latestStable().toString()),
        found(
            "bundle",
            "one current bundle, with its checksum",
            "bundle " + manifest.bundle().version()),
        found("series", "the latest patch of each", manifest.lines().size() + " of them"),
        found("releases", "each with its image", manifest.releases().size() + " of them"));
  }

  /** The findings of one that could not; each problem says its place. */
  public static List<Finding> refused(List<String> problems) {
    return problems.stream()
        .map(one -> Finding.differs("the manifest's shape", "as documented", one, READ))
        .toList();
  }

  private static Finding found(String member, String assumed, String there) {
    return new Finding(member, assumed, there, READ, Finding.Verdict.HOLDS, List.of());
  }
}
