package io.walterfleet.inventory;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Place;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code groups} of one file after the other, and the machines in them. */
final class GroupsReader {
  /** What the plan calls the wave of all groups that no wave names. */
  private static final String REST = "remaining";

  private final List<Section> wishes;
  private final List<Section> ssh;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Roster roster = new Roster();
  private final Map<String, ZoneId> zones = new HashMap<>();

  /**
   * A reader for groups that stand over these defaults.
   *
   * @param wishes the sections that say what is wanted of all machines
   * @param ssh the sections that say how all machines are reached
   */
  GroupsReader(List<Section> wishes, List<Section> ssh) {
    this.wishes = wishes;
    this.ssh = ssh;
  }

  void read(Cursor groups) {
    Entry.all(groups).forEach(this::readGroup);
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

  private void readGroup(Entry entry) {
    Source source = entry.value().source();
    String called = "group " + Quoted.of(entry.key());
    Place first = places.putIfAbsent(entry.key(), entry.place());
    if (first != null) {
      source
          .problems()
          .add(
              entry.place(),
              called + " is listed twice (first at " + source.called(first) + ")",
              "remove one of the two, or put the machines of both into one");
    }
    checkName(entry, called, source);
    Cursor cursor = new Cursor(source, entry.value().node(), Subject.of(called), Position.NONE);
    Section section = Section.of(cursor, Keys.GROUP);
    Group group = group(entry.key(), section);
    section
        .at("timezone")
        .flatMap(MaintenanceReader::timezone)
        .ifPresent(zone -> zones.put(entry.key(), zone));
    section
        .required("machines", "list its machines: 'machines: {edge-01: {address: 10.0.0.11}}'")
        .ifPresent(
            machines ->
                Entry.all(machines).forEach(machine -> MachineReader.read(machine, group, roster)));
  }

  private static void checkName(Entry entry, String called, Source source) {
    if (!Form.NAME.fits(entry.key())) {
      source
          .problems()
          .add(entry.place(), called + " has a name that is not allowed", Form.NAME.advice());
    }
    if (entry.key().equals(Limit.ALL) || entry.key().equals(REST)) {
      source
          .problems()
          .add(
              entry.place(),
              called
                  + " has a name that is taken: 'all' is every machine, 'remaining' the last wave",
              "choose another name");
    }
  }

  private Group group(String name, Section section) {
    Optional<Section> defaults = section.section("defaults", Keys.DEFAULTS);
    List<Section> ownSsh =
        SshReader.sections(
            section.section("ssh", Keys.SSH),
            defaults.flatMap(own -> own.section("ssh", Keys.SSH)));
    defaults.ifPresent(own -> DesiredReader.read(Levels.of(own)));
    ownSsh.forEach(own -> SshReader.read(name, Levels.of(own)));
    Set<String> tags = section.at("tags").map(Tags::read).orElseGet(Set::of);
    return new Group(name, tags, over(defaults.stream().toList(), wishes), over(ownSsh, ssh));
  }

  private static Levels over(List<Section> own, List<Section> beyond) {
    List<Section> sections = new ArrayList<>(own);
    sections.addAll(beyond);
    return new Levels(sections);
  }
}
