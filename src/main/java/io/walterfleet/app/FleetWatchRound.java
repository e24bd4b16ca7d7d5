package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.watch.WatchRound;
import java.util.function.Consumer;

/** One round of a watch, over connections of its own; signals are the watch's, not the round's. */
public final class FleetWatchRound implements WatchRound {
  private static final Signals UNHEARD =
      new Signals() {
        @Override
        public void handle(Runnable onSignal) {
          // the watch hears them
        }

        @Override
        public void leave(int exitCode) {
          // the watch leaves
        }
      };

  private final CommandRuntime runtime;
  private final Fleet fleet;
  private final KnownManifest manifest;
  private final FleetOperations fleetOperations;

  public FleetWatchRound(CommandRuntime outer, Fleet fleet, KnownManifest manifest, int forks) {
    this.fleet = fleet;
    this.manifest = manifest;
    this.runtime = outer.with(UNHEARD);
    this.fleetOperations = new FleetOperations(runtime, fleet, forks);
  }

  @Override
  public FleetDrift survey() throws InterruptedException {
    return fleetOperations.survey().drift(manifest.at(fleet.manifest()), false);
  }

  @Override
  public RunResult correct(Plan correction, Consumer<Event> listener, Interrupt interrupt)
      throws RoundFailedException, InterruptedException {
    try {
      return fleetOperations.carryOut(
          Assignment.of(correction, new Releases(runtime).payload(correction)),
          new Purpose("drift", ""),
          listener,
          interrupt);
    } catch (ReleaseException away) {
      throw new RoundFailedException(UsageException.of(away).text());
    }
  }

  @Override
  public void close() {
    fleetOperations.close();
  }
}
