package io.walterfleet.inventory;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The machines read so far, none twice: neither by name nor by the home that it lives in. */
final class Roster {
  /** Beyond this, one controller and one inventory are the wrong tool. */
  static final int MOST = 100_000;

  /** So many tags of all machines together; each of them is an entry of what --limit looks up. */
  private static final int MOST_TAGS = 1_000_000;

  private final List<Machine> machines = new ArrayList<>();
  private final Map<String, Place> names = new HashMap<>();
  private final Map<List<Object>, Machine> logins = new HashMap<>();
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
      source.refuse(
          place,
          "machine " + Quoted.of(name) + " is listed twice (first at " + source.called(first) + ")",
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
    Machine first = logins.putIfAbsent(login(machine), machine);
    boolean same =
        first != null && !first.name().equals(machine.name()) && repeated.add(machine.place());
    if (same) {
      refuse(machine, first, source);
    }
  }

  /** Below one home there are one lock and one journal, and they are those of one install. */
  private static void refuse(Machine machine, Machine first, Source source) {
    boolean one = machine.desired().installDir().equals(first.desired().installDir());
    source.refuse(
        machine.place(),
        "machine "
            + Quoted.of(machine.name())
            + (one ? " is the same install as machine " : " has the same home as machine ")
            + Quoted.of(first.name())
            + " ("
            + source.called(first.place())
            + "): address "
            + Quoted.of(machine.ssh().address())
            + (one
                ? ", same user and directory"
                : ", same user; lock, journal and backups in ~/.walter-fleet are of one install"),
        one
            ? "remove one of the two, or give them different addresses or users"
            : "give each install a user of its own (ssh.user)");
  }

  /** Said once; nothing is kept from there on. */
  private void refuseTags(Machine machine, Source source) {
    if (!refused) {
      refused = true;
      source.refuse(
          machine.place(),
          "machine "
              + Quoted.of(machine.name())
              + " and those before it have more than "
              + MOST_TAGS
              + " tags together",
          "name groups or machines instead");
    }
  }

  private static List<Object> login(Machine machine) {
    return List.of(
        Hosts.reached(machine.ssh().address()),
        machine.ssh().jump(),
        machine.ssh().login().port(),
        machine.ssh().login().user());
  }
}
