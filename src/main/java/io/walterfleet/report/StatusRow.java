package io.walterfleet.report;

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
record StatusRow(
    MachinePlan machine, Facts facts, Optional<Condition> health, Optional<Lock> lock) {
  /** The facts of its install. */
  record Facts(
      Optional<String> release, ManagedKeys keys, Optional<String> bundle, Optional<String> image) {
    static final Facts NONE =
        new Facts(Optional.empty(), ManagedKeys.NONE, Optional.empty(), Optional.empty());
  }

  static List<StatusRow> all(Status status) {
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
        image.flatMap(ImageRef::of).flatMap(ImageRef::release).map(Release::toString),
        install.keys(),
        install
            .files()
            .bundle()
            .map(sha256 -> sha256.equals(current.sha256()) ? current.version() : sha256),
        image);
  }

  /** The columns of a table, in the order of {@link StatusText}'s headings. */
  List<String> columns() {
    String port = facts.keys().httpsPort().map(number -> ":" + number).orElse("");
    return List.of(
        machine.name(),
        facts.release().or(() -> facts.image().map(StatusRow::shortened)).orElse("-"),
        facts.keys().mode().orElse("-"),
        facts.keys().host().map(host -> host + port).orElse("-"),
        facts.bundle().map(text -> text.substring(0, Math.min(12, text.length()))).orElse("-"),
        facts.image().map(StatusRow::shortened).orElse("-"),
        Ailing.cell(health),
        holder().orElse("-"),
        machine.verdict().word());
  }

  /** An image with the beginning of its digest alone: nothing else is pushed off by it. */
  private static String shortened(String image) {
    return image.replaceFirst("(@sha256:[0-9a-f]{12})[0-9a-f]{52}$", "$1");
  }

  /** Who holds the lock, and its id; one whose lease is over keeps nobody away. */
  Optional<String> holder() {
    return lock.map(
        one -> one.owner() + ", " + one.id() + (one.secondsLeft() > 0 ? "" : " (lapsed)"));
  }
}
