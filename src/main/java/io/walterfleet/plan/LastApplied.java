package io.walterfleet.plan;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.Publication;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What was last applied to a machine, as a goal to go back to. */
final class LastApplied {
  private LastApplied() {}

  /**
   * The goal; empty when nothing was applied to the end yet.
   *
   * <p>A key that the inventory does not name any more is the operator's again: it is kept as the
   * machine has it, whatever was applied once.
   */
  static Optional<Goal> goal(Machine machine, Optional<Applied> applied) {
    Optional<ImageRef> image = applied.map(Applied::image).flatMap(ImageRef::of);
    Optional<String> bundle = applied.flatMap(Applied::bundle);
    if (image.isEmpty() || bundle.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Goal(
            image.get(),
            Optional.empty(),
            bundle.get(),
            publication(machine.desired().publication(), applied.orElseThrow()),
            machine.desired().backup()));
  }

  private static Publication publication(Publication named, Applied applied) {
    Map<ManagedKey, String> values = new EnumMap<>(ManagedKey.class);
    for (ManagedKey key : named.values().keySet()) {
      applied.get(key).filter(key::accepts).ifPresent(value -> values.put(key, value));
    }
    return new Publication(values);
  }
}
