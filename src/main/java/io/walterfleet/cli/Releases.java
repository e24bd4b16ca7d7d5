package io.walterfleet.cli;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.release.Bundle;
import io.walterfleet.release.Bundles;
import io.walterfleet.release.Caps;
import io.walterfleet.release.Downloads;
import io.walterfleet.release.Manifests;
import io.walterfleet.release.Patience;
import io.walterfleet.release.Proxies;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.step.Task.Payload;

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

  /** The plan's bundle for the machines that need it; not fetched when none does. */
  Payload payload(Plan plan) throws ReleaseException, InterruptedException {
    boolean needed = plan.acting().stream().anyMatch(machine -> stages(machine, plan.bundle()));
    if (!needed) {
      return Payload.none(plan.bundle().sha256());
    }
    Bundle bundle = bundle(plan.bundle());
    return new Payload(bundle.sha256(), bundle.size(), bundle::writeTo);
  }

  private static boolean stages(MachinePlan machine, BundleRef bundle) {
    return machine.steps().contains(StepKind.STAGE)
        && machine.goal().filter(goal -> goal.bundle().equals(bundle.sha256())).isPresent();
  }

  private Downloads downloads() throws ReleaseException {
    return new Downloads(
        Proxies.of(world.surroundings().environment()), Patience.DEFAULT, world.parts().pause());
  }
}
