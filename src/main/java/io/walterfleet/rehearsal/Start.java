package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the machines of a rehearsal have at its beginning.
 *
 * @param installs by machine name; a machine that is left out has no install
 */
record Start(Map<String, Installed> installs) {
  /** An install that runs: its image, and its managed keys. */
  record Installed(ImageRef image, ManagedKeys keys) {}

  /**
   * Every machine as the inventory wants it, but with an older release.
   *
   * @param from the release that all of them have; absent means the one before each one's target
   */
  static Start of(Fleet fleet, Manifest manifest, Optional<Release> from) {
    Map<String, Installed> installs = new LinkedHashMap<>();
    for (Machine machine : fleet.machines()) {
      Target target = machine.desired().target();
      Release release = from.orElseGet(() -> before(target, manifest));
      ImageRef image = image(release, target, manifest);
      installs.put(machine.name(), new Installed(image, keys(image, machine)));
    }
    return new Start(installs);
  }

  /** Every machine as it was when the plan was made, as far as the plan says it. */
  static Start of(Plan plan, Fleet fleet) {
    Map<String, Installed> installs = new LinkedHashMap<>();
    for (Machine machine : fleet.machines()) {
      plan.of(machine.name())
          .filter(one -> one.verdict().acts() && !one.isFirstInstall())
          .ifPresent(one -> installs.put(one.name(), planned(one, machine)));
    }
    return new Start(installs);
  }

  private static Installed planned(MachinePlan plan, Machine machine) {
    Goal goal = plan.goal().orElseThrow();
    ImageRef image =
        from(plan, Field.IMAGE)
            .or(() -> from(plan, Field.RELEASE).map(tag -> goal.image().repository() + ":" + tag))
            .flatMap(ImageRef::of)
            .orElse(goal.image());
    return new Installed(image, keys(image, machine));
  }

  private static Optional<String> from(MachinePlan plan, Field field) {
    return plan.changes().stream()
        .filter(change -> change.field() == field)
        .map(Change::from)
        .findFirst();
  }

  /** The newest release before the target from which the target can be reached. */
  private static Release before(Target target, Manifest manifest) {
    Release to = release(target).orElse(manifest.latestStable());
    Stream<Release> known = manifest.releases().stream().map(Published::release);
    return known
        .filter(one -> one.compareTo(to) < 0 && leads(target, one, to))
        .max(Release::compareTo)
        .orElseGet(() -> unpublished(to));
  }

  /** Patch stays in the series and minor in the major; the others go from anywhere. */
  private static boolean leads(Target target, Release from, Release to) {
    return target instanceof Target.Patch
        ? from.series().equals(to.series())
        : !(target instanceof Target.Minor) || from.major() == to.major();
  }

  /** A manifest need not list what is old; a first patch has none before itself. */
  private static Release unpublished(Release to) {
    return to.patch() == 0 ? to : new Release(to.major(), to.minor(), to.patch() - 1);
  }

  private static Optional<Release> release(Target target) {
    if (target instanceof Target.Exact exact) {
      return Optional.of(exact.release());
    }
    return target instanceof Target.Image exact ? exact.image().release() : Optional.empty();
  }

  private static ImageRef image(Release release, Target target, Manifest manifest) {
    Function<ImageRef, ImageRef> retagged =
        image -> new ImageRef(image.repository() + ":" + release);
    if (target instanceof Target.Image exact && exact.image().release().isPresent()) {
      return retagged.apply(exact.image());
    }
    return manifest
        .find(release)
        .or(() -> manifest.find(manifest.latestStable()))
        .or(() -> manifest.releases().stream().findFirst())
        .map(Published::image)
        .map(retagged)
        .orElseGet(() -> new ImageRef("ghcr.io/matchylabs/walter:" + release));
  }

  /** The keys that the inventory wants; what it leaves out, a machine has somehow. */
  private static ManagedKeys keys(ImageRef image, Machine machine) {
    return new ManagedKeys(
            Map.of(
                ManagedKey.IMAGE,
                image.value(),
                ManagedKey.HOST,
                machine.name(),
                ManagedKey.MODE,
                Mode.INTERNAL_TLS.word()))
        .with(machine.desired().publication().values());
  }
}
