package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.watch.Ward;
import java.util.function.Consumer;

/** One round of a watch, in a session of its own; signals are the watch's, not the session's. */
final class SessionWard implements Ward {
  private static final World.Signals UNHEARD =
      new World.Signals() {
        @Override
        public void handle(Runnable onSignal) {
          // the watch hears them
        }

        @Override
        public void leave(int exitCode) {
          // the watch leaves
        }
      };

  private final World world;
  private final Fleet fleet;
  private final KnownManifest manifest;
  private final Session session;

  SessionWard(World outer, Fleet fleet, KnownManifest manifest, int forks) {
    this.fleet = fleet;
    this.manifest = manifest;
    this.world =
        new World(outer.console(), outer.surroundings(), outer.parts(), UNHEARD)
            .typed(outer.words());
    this.session = new Session(world, fleet, forks);
  }

  @Override
  public FleetDrift survey() throws InterruptedException {
    return session.drift(manifest.at(fleet.manifest()), false);
  }

  @Override
  public RunResult correct(Plan correction, Consumer<Event> listener, Interrupt interrupt)
      throws Hindrance, InterruptedException {
    try {
      return session.carryOut(
          correction,
          new Releases(world).payload(correction),
          new Purpose("drift", ""),
          listener,
          interrupt);
    } catch (ReleaseException away) {
      throw new Hindrance(Refusal.of(away).text());
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
