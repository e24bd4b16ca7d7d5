package io.walterfleet.plan;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.Line;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Target;
import java.util.Comparator;
import java.util.Optional;

/** Which image a machine's target means at this moment, or why there is none. */
sealed interface Resolution {
  /** This image; the digest if the manifest says it. */
  record Image(ImageRef image, Optional<String> digest) implements Resolution {}

  /** No image; the reason and the fix are fit to show. */
  record Refused(String reason, String fix) implements Resolution {}

  /**
   * Resolves what the inventory says.
   *
   * @param base the release that {@code patch} and {@code minor} count from: what was last applied,
   *     else what the machine has
   * @param fresh true when the machine has no install: without a base, {@code patch} and {@code
   *     minor} then mean the latest stable
   */
  static Resolution of(Desired desired, Manifest manifest, Optional<Release> base, boolean fresh) {
    Target target = desired.target();
    if (target instanceof Target.Image exact) {
      return new Image(exact.image(), Optional.empty());
    }
    if (target instanceof Target.Exact exact) {
      return exact(exact.release(), manifest, desired.permissions().unsupported());
    }
    if (target instanceof Target.Stable || (fresh && base.isEmpty())) {
      return published(manifest.latestStable(), manifest);
    }
    if (base.isEmpty()) {
      return new Refused(
          "the machine's image names no release, so '"
              + target.word()
              + "' has nothing to count from",
          "say 'release: stable' or an exact release");
    }
    return target instanceof Target.Patch
        ? latestPatch(base.get(), manifest)
        : latestMinor(base.get(), manifest);
  }

  private static Resolution exact(Release release, Manifest manifest, boolean unsupported) {
    if (manifest.find(release).isEmpty()) {
      return new Refused(
          "release " + release + " is not in the manifest",
          "see what there is: " + Advice.of("versions").line());
    }
    Optional<Line> line = manifest.line(release.series());
    boolean supported = line.isPresent() && line.get().supported();
    return supported || unsupported
        ? published(release, manifest)
        : new Refused(
            "series " + release.series() + " is not supported any more",
            "choose a supported release, or say 'allowUnsupported: true'");
  }

  private static Resolution latestPatch(Release base, Manifest manifest) {
    Optional<Line> line = manifest.line(base.series());
    if (line.isEmpty()) {
      return new Refused(
          "the manifest does not know series "
              + base.series()
              + " of the machine's release "
              + base,
          "say 'release: minor', 'release: stable' or an exact release");
    }
    return line.get().supported()
        ? published(line.get().latestPatch(), manifest)
        : new Refused(
            "series " + base.series() + " of the machine's release is not supported any more",
            "say 'release: minor' to leave it; 'patch' stays in an unsupported series only with an"
                + " exact release and 'allowUnsupported: true'");
  }

  private static Resolution latestMinor(Release base, Manifest manifest) {
    Optional<Line> line =
        manifest.lines().stream()
            .filter(one -> one.supported() && one.series().major() == base.major())
            .max(Comparator.comparing(Line::series));
    return line.isPresent()
        ? published(line.get().latestPatch(), manifest)
        : new Refused(
            "the manifest has no supported release of major " + base.major(),
            "say 'release: stable' or an exact release, after reading the upgrade notes");
  }

  private static Resolution published(Release release, Manifest manifest) {
    Optional<Published> entry = manifest.find(release);
    return entry.isPresent()
        ? new Image(entry.get().image(), entry.get().digest())
        : new Refused(
            "release " + release + " is not among the manifest's releases",
            "the manifest is incomplete: tell who publishes it");
  }
}
