package io.walterfleet.cli;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.release.Manifests.Edition;
import io.walterfleet.release.Patience;
import io.walterfleet.release.ReleaseException;
import java.util.Optional;

/**
 * The manifest of a watch: read for each round, and the last good one where it is away. What
 * somebody changed on a machine is told without it.
 */
final class KnownManifest {
  private final World world;
  private final Releases releases;
  private boolean isAway;

  KnownManifest(World world) {
    this.world = world;
    this.releases = new Releases(world);
  }

  /** The manifest at this place; empty when none can be had. */
  Optional<Manifest> at(String place) throws InterruptedException {
    try {
      Edition edition = releases.edition(place, Patience.SHORT);
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
      words.ifPresent(said -> world.console().err().println("note: " + said));
      world.console().err().flush();
    }
    isAway = words.isPresent();
  }
}
