package io.walterfleet.cli;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.release.ReleaseException;
import java.util.Optional;

/**
 * The manifest of a watch: read for each round, and the last good one where it is away. What
 * somebody changed on a machine is told without it.
 */
final class KnownManifest {
  private final World world;
  private String location = "";
  private Optional<Manifest> last = Optional.empty();
  private boolean isAway;

  KnownManifest(World world) {
    this.world = world;
  }

  /** The manifest at this place. */
  Manifest at(String place) throws ReleaseException, InterruptedException {
    if (!place.equals(location)) {
      location = place;
      last = Optional.empty();
    }
    try {
      Manifest read = new Releases(world).manifest(place);
      last = Optional.of(read);
      isAway = false;
      return read;
    } catch (ReleaseException away) {
      if (last.isEmpty()) {
        throw away;
      }
      note(away);
      return last.get();
    }
  }

  /** Said once, until it is back. */
  private void note(ReleaseException away) {
    if (!isAway) {
      world
          .console()
          .err()
          .println("note: the last good manifest is used\n" + Refusal.of(away).text());
      world.console().err().flush();
    }
    isAway = true;
  }
}
