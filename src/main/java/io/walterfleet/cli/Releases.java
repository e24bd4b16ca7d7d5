package io.walterfleet.cli;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.release.Bundle;
import io.walterfleet.release.Bundles;
import io.walterfleet.release.Caps;
import io.walterfleet.release.Downloads;
import io.walterfleet.release.Manifests;
import io.walterfleet.release.Patience;
import io.walterfleet.release.Proxies;
import io.walterfleet.release.ReleaseException;

/** Fetches what the vendor publishes, through the proxies that the environment asks for. */
final class Releases {
  private final World world;

  Releases(World world) {
    this.world = world;
  }

  Manifest manifest(String location) throws ReleaseException, InterruptedException {
    return new Manifests(downloads()).read(location);
  }

  Bundle bundle(BundleRef wanted) throws ReleaseException, InterruptedException {
    return new Bundles(downloads(), world.surroundings().cache(), Caps.DEFAULT).fetch(wanted);
  }

  private Downloads downloads() throws ReleaseException {
    return new Downloads(
        Proxies.of(world.surroundings().environment()), Patience.DEFAULT, world.parts().pause());
  }
}
