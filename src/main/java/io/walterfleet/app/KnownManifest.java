package io.walterfleet.app;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.release.Manifests.Edition;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.release.RetryPolicy;
import java.util.Optional;

/**
 * The manifest of a watch: read for each round, and the last good one where it is away. What
 * somebody changed on a machine is told without it.
 */
public final class KnownManifest {
  private final CommandRuntime runtime;
  private final Releases releases;
  private boolean isAway;

  public KnownManifest(CommandRuntime runtime) {
    this.runtime = runtime;
    this.releases = new Releases(runtime);
  }

  /** The manifest at this place; empty when none can be had. */
  Optional<Manifest> at(String place) throws InterruptedException {
    try {
      Edition edition = releases.edition(place, RetryPolicy.SHORT);
      note(releases.stale(edition));
      return Optional.of(edition.manifest());
    } catch (ReleaseException none) {
      note(Optional.of(Releases.without(none)));
      return Optional.empty();
    }
  }

  /** Said once, until it is back. */
  private void note(Optional<String> words) {
    if (!isAway) {
      words.ifPresent(runtime.console().err()::note);
    }
    isAway = words.isPresent();
  }
}
