package io.walterfleet.inventory;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The machines read so far, none twice: neither by name nor by where its install is. */
final class Roster {
  /** Beyond this, one controller and one inventory are the wrong tool. */
  static final int MOST = 100_000;

  /** So many tags of all machines together; each of them is an entry of what --limit looks up. */
  private static final int MOST_TAGS = 1_000_000;

  private final List<Machine> machines = new ArrayList<>();
  private final Map<String, Place> names = new HashMap<>();
  private final Map<List<Object>, Machine> installs = new HashMap<>();
  private final Set<Place> repeated = new HashSet<>();
  private int tags;
  private boolean refused;

  List<Machine> machines() {
    return machines;
  }

  boolean isFull() {
    return names.size() >= MOST;
  }

  /** Takes the name for the entry at this place; of an entry, only one repeated name is told. */
  void claim(String name, Place place, Source source) {
    Place first = names.putIfAbsent(name, place);
    if (first != null && repeated.add(place)) {
      source
          .problems()
          .add(
              place,
              "machine "
                  + Quoted.of(name)
                  + " is listed twice (first at "
                  + source.called(first)
                  + ")",
              "remove one of the two");
    }
  }

  /** Adds a machine whose name was claimed. */
  void add(Machine machine, Source source) {
    tags += machine.tags().size();
    if (tags > MOST_TAGS) {
      refuseTags(machine, source);
      return;
    }
    machines.add(machine);
    Machine first = installs.putIfAbsent(install(machine), machine);
    boolean same =
        first != null && !first.name().equals(machine.name()) && repeated.add(machine.place());
    if (same) {
      source
          .problems()
          .add(
              machine.place(),
              "machine "
                  + Quoted.of(machine.name())
                  + " is the same install as machine "
                  + Quoted.of(first.name())
                  + " ("
                  + source.called(first.place())
                  + "): "
                  + "address "
                  + Quoted.of(machine.ssh().address())
                  + ", same user and directory",
              "remove one of the two, or give them different addresses, users or installDirs");
    }
  }

  /** Said once; nothing is kept from there on. */
  private void refuseTags(Machine machine, Source source) {
    if (!refused) {
      refused = true;
      source
          .problems()
          .add(
              machine.place(),
              "machine "
                  + Quoted.of(machine.name())
                  + " and those before it have more than "
                  + MOST_TAGS
                  + " tags together",
              "name groups or machines instead");
    }
  }

  private static List<Object> install(Machine machine) {
    return List.of(
        machine.ssh().address(),
        machine.ssh().jump(),
        machine.ssh().login().port(),
        machine.ssh().login().user(),
        machine.desired().installDir());
  }
}
