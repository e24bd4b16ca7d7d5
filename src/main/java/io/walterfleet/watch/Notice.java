package io.walterfleet.watch;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that a watch did or met, in the order it happened. */
public sealed interface Notice {
  /** When. */
  Instant at();

  /** All machines were read; {@code took} is how long that was. */
  record Surveyed(Instant at, FleetDrift drift, Duration took) implements Notice {}

  /** The machines could not be read, as when the manifest is away; the reason is fit to show. */
  record SurveyFailed(Instant at, String reason) implements Notice {}

  /**
   * Machines that drifted are left alone for now.
   *
   * @param why fit to show
   * @param until when they are looked at again; empty for the next survey
   */
  record PutOff(Instant at, List<String> machines, String why, Optional<Instant> until)
      implements Notice {
    public PutOff {
      machines = List.copyOf(machines);
    }
  }

  /** Something happened in a correction. */
  record Correcting(Event event) implements Notice {
    @Override
    public Instant at() {
      return event.at();
    }
  }

  /** A correction came to its end. */
  record Corrected(Instant at, FleetDrift drift, RunResult result) implements Notice {}

  /** A correction could not begin, as when the bundle is away; the reason is fit to show. */
  record CorrectionFailed(Instant at, String reason) implements Notice {}

  /** The inventory was read, for the first time or because it changed. */
  record Loaded(Instant at, Fleet fleet) implements Notice {}

  /** The inventory changed and is broken; the last good one is kept. Told once a change. */
  record Broken(Instant at, String problems) implements Notice {}
}
