package io.walterfleet.format;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import java.util.List;
import java.util.Optional;

/** What is told of one machine; a fact that there is not, or that was not read, is absent. */
public record StatusRow(
    MachinePlan machine, Facts facts, Optional<Condition> health, Optional<Lock> lock) {
  /** The facts of its install. */
  public record Facts(
      Optional<String> release, ManagedKeys keys, Optional<String> bundle, Optional<String> image) {
    static final Facts NONE =
        new Facts(Optional.empty(), ManagedKeys.NONE, Optional.empty(), Optional.empty());
  }

  public static List<StatusRow> all(Status status) {
    return status.plan().machines().stream().map(machine -> of(machine, status)).toList();
  }

  private static StatusRow of(MachinePlan machine, Status status) {
    Optional<Observation> observation = status.observation(machine);
    Facts facts = Facts.NONE;
    Optional<Lock> lock = Optional.empty();
    if (observation.isPresent() && observation.get() instanceof Seen seen) {
      lock = seen.machineState().lock();
      if (seen.install() instanceof Install.Present install) {
        facts = facts(install, status.plan().bundle());
      }
    }
    return new StatusRow(machine, facts, status.health(machine), lock);
  }

  private static Facts facts(Install.Present install, BundleRef current) {
    Optional<String> image = install.keys().image();
    return new Facts(
        image.flatMap(ImageRef::releaseOf).map(Release::toString),
        install.keys(),
        install
            .files()
            .bundle()
            .map(sha256 -> sha256.equals(current.sha256()) ? current.version() : sha256),
        image);
  }

  /** Who holds the lock, and its id; one whose lease is over keeps nobody away. */
  public Optional<String> holder() {
    return lock.map(
        one -> one.owner() + ", " + one.id() + (one.secondsLeft() > 0 ? "" : " (lapsed)"));
  }
}
