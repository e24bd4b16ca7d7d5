package io.walterfleet.app;

import io.walterfleet.app.InventorySources.Sources;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Target;
import io.walterfleet.format.NameRanges;
import io.walterfleet.inventory.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What an inventory says otherwise than it did before. */
final class InventoryChange {
  private final CommandRuntime runtime;
  private final Sources sources;

  InventoryChange(Sources sources, CommandRuntime runtime) {
    this.sources = sources;
    this.runtime = runtime;
  }

  /**
   * In words, from what these files said instead of the made ones; empty where nothing is said
   * otherwise, or it is not known.
   */
  Optional<String> since(List<Path> then) {
    List<Path> before = plain();
    before.addAll(then);
    return fleet(sources.paths())
        .flatMap(now -> fleet(before).flatMap(last -> words(machines(last), machines(now))));
  }

  /** The files and directories that were named themselves. */
  List<Path> plain() {
    List<Path> plain = new ArrayList<>(sources.paths());
    plain.removeAll(sources.kept().values());
    return plain;
  }

  private Optional<Fleet> fleet(List<Path> files) {
    return sources.reader(runtime).read(files) instanceof Reading.Valid valid
        ? Optional.of(valid.fleet())
        : Optional.empty();
  }

  private static Optional<String> words(
      Map<String, List<Object>> then, Map<String, List<Object>> now) {
    List<String> parts = new ArrayList<>();
    part("new: ", now, name -> !then.containsKey(name), parts);
    part("gone: ", then, name -> !now.containsKey(name), parts);
    part(
        "otherwise: ",
        now,
        name -> then.containsKey(name) && !then.get(name).equals(now.get(name)),
        parts);
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }

  private static void part(
      String words,
      Map<String, List<Object>> machines,
      Predicate<String> which,
      List<String> parts) {
    List<String> names = machines.keySet().stream().filter(which).toList();
    if (!names.isEmpty()) {
      parts.add(words + NameRanges.shortened(names));
    }
  }

  private static Desired placeless(Desired desired) {
    return desired.target() instanceof Target.Exact exact
        ? new Desired(
            new Target.Exact(exact.release()),
            desired.publication(),
            desired.backup(),
            desired.bundle(),
            desired.installDir(),
            desired.permissions())
        : desired;
  }

  /** All that is said of each machine, but not where. */
  private static Map<String, List<Object>> machines(Fleet fleet) {
    Map<String, List<Object>> machines = new LinkedHashMap<>();
    for (Machine one : fleet.machines()) {
      machines.put(one.name(), List.of(one.membership(), one.ssh(), placeless(one.desired())));
    }
    return machines;
  }
}
