package io.walterfleet.inventory;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Place;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code groups} of all files, and the machines in them. */
final class GroupsReader {
  /** What the plan calls the wave of all groups that no wave names. */
  private static final String REST = "remaining";

  private final Level all;
  private final Trust trust;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Roster roster = new Roster();
  private final Map<String, ZoneId> zones = new HashMap<>();

  /**
   * A reader for groups of this inventory.
   *
   * @param trust what its authors may not change
   */
  GroupsReader(Level all, Trust trust) {
    this.all = all;
    this.trust = trust;
  }

  /** Reads the groups of all files; a group may stand in several, each key of it in one. */
  void read(List<Cursor> files) {
    Map<String, List<Entry>> said = new LinkedHashMap<>();
    for (Cursor groups : files) {
      Entry.all(groups)
          .forEach(one -> said.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one));
    }
    said.values().forEach(this::readGroup);
  }

  /** The names of the groups read so far. */
  Set<String> names() {
    return places.keySet();
  }

  /** The time zones of the groups that have one of their own. */
  Map<String, ZoneId> zones() {
    return zones;
  }

  /** The machines read so far. */
  List<Machine> machines() {
    return roster.machines();
  }

  private void readGroup(List<Entry> said) {
    Entry first = said.get(0);
    places.put(first.key(), first.place());
    Section whole = section(first);
    List<Section> repeated = new ArrayList<>();
    for (Entry more : said.subList(1, said.size())) {
      Section section = section(more);
      if (isRest(whole, section)) {
        whole = whole.and(section);
      } else {
        refuseRepeated(more, first);
        repeated.add(section);
      }
    }
    readGroup(first.key(), whole);
    repeated.forEach(section -> readGroup(first.key(), section));
  }

  /** Whether it says in another file what the group does not say yet. */
  private static boolean isRest(Section whole, Section more) {
    String file = more.cursor().source().name();
    boolean isOfOneFile =
        whole.cursor().source().name().equals(file)
            || whole.entries().values().stream()
                .anyMatch(one -> one.value().source().name().equals(file));
    return !isOfOneFile && Collections.disjoint(whole.entries().keySet(), more.entries().keySet());
  }

  private static void refuseRepeated(Entry more, Entry first) {
    Source source = more.value().source();
    source.refuse(
        more.place(),
        called(more) + " is listed twice (first at " + source.called(first.place()) + ")",
        "remove one of the two, or put the machines of both into one");
  }

  private static String called(Entry group) {
    return "group " + Quoted.of(group.key());
  }

  private static Section section(Entry entry) {
    Source source = entry.value().source();
    checkName(entry, called(entry), source);
    Subject subject = Subject.of(called(entry));
    return Section.of(new Cursor(source, entry.value().node(), subject, Position.NONE), Keys.GROUP);
  }

  private void readGroup(String name, Section section) {
    Group group = group(name, section);
    section
        .at("timezone")
        .flatMap(MaintenanceReader::timezone)
        .ifPresent(zone -> zones.put(name, zone));
    section
        .required("machines", "list its machines: 'machines: {edge-01: {address: 10.0.0.11}}'")
        .ifPresent(
            machines ->
                Entry.all(machines)
                    .forEach(machine -> MachineReader.read(machine, group, roster, trust)));
  }

  private static void checkName(Entry entry, String called, Source source) {
    if (!Form.NAME.fits(entry.key())) {
      source.refuse(entry.place(), called + " has a name that is not allowed", Form.NAME.advice());
    }
    if (entry.key().equals(Index.ALL) || entry.key().equals(REST)) {
      source.refuse(
          entry.place(),
          called + " has a name that is taken: 'all' is every machine, 'remaining' the last wave",
          "choose another name");
    }
  }

  private Group group(String name, Section section) {
    Level own = Level.read(section, name);
    Set<String> tags = section.at("tags").map(Tags::read).orElseGet(Set::of);
    return new Group(
        name,
        tags,
        new Levels(all.wishes()).under(own.wishes()),
        new Levels(all.ssh()).under(own.ssh()));
  }
}
