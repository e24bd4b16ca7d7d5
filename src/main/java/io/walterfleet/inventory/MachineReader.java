package io.walterfleet.inventory;

import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Membership;
import io.walterfleet.fleet.Ssh;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads one entry of {@code machines}: one machine, or as many as the range in its name says.
 *
 * <p>A range is read machine by machine, each with its own number in the ranges of its values, and
 * only up to the first that has a problem: the others would have the same one.
 */
final class MachineReader {
  private final Entry entry;
  private final Group group;
  private final Roster roster;
  private final Trust trust;

  private MachineReader(Entry entry, Group group, Roster roster, Trust trust) {
    this.entry = entry;
    this.group = group;
    this.roster = roster;
    this.trust = trust;
  }

  /** Reads the entry and adds its machines to the roster. */
  static void read(Entry entry, Group group, Roster roster, Trust trust) {
    new MachineReader(entry, group, roster, trust).readAll();
  }

  private void readAll() {
    Template name = Template.of(entry.key());
    if (!isSound(name)) {
      return;
    }
    Optional<Span> range = name.spans().stream().findFirst();
    int size = range.map(Span::size).orElse(1);
    Problems problems = source().problems();
    int before = problems.count();
    for (int i = 0; i < size && problems.count() == before; i++) {
      if (roster.isFull()) {
        refuse(
            "goes beyond the " + Roster.MOST + " machines that an inventory can have",
            "split the inventory");
        return;
      }
      readOne(name.at(i), new Position(range, i));
    }
  }

  private boolean isSound(Template name) {
    if (name.spans().size() > 1) {
      refuse("has two ranges in its name", "write one entry for each value of the first range");
      return false;
    }
    Optional<Span> faulty =
        name.spans().stream().filter(span -> span.fault().isPresent()).findFirst();
    if (faulty.isPresent()) {
      refuse(
          "has the range " + faulty.get() + ", which " + faulty.flatMap(Span::fault).orElseThrow(),
          faulty.get().advice());
      return false;
    }
    if (!Form.NAME.fits(name.at(0))) {
      refuse("has a name that is not allowed", Form.NAME.advice() + "; a range is [001:120]");
      return false;
    }
    if (name.text().equals(Index.ALL)) {
      refuse("has the name that --limit uses for every machine", "choose another name");
      return false;
    }
    return true;
  }

  private void readOne(String name, Position position) {
    roster.claim(name, entry.place(), source());
    Cursor cursor =
        new Cursor(source(), entry.value().node(), Subject.of("machine " + called()), position);
    Section section =
        cursor.isEmpty() ? new Section(cursor, Map.of()) : Section.of(cursor, Keys.MACHINE);
    String address = section.at("address").flatMap(Hosts::address).orElse(name);
    Levels ways = group.ssh().under(section.section("ssh", Keys.SSH).stream().toList());
    Ssh ssh = SshReader.read(address, ways);
    trust.hold(name, ssh, new Trust.Said(entry, section.at("address"), ways));
    Desired desired = DesiredReader.read(group.wishes().under(List.of(section)));
    Set<String> tags = new TreeSet<>(group.tags());
    section.at("tags").map(Tags::read).ifPresent(tags::addAll);
    roster.add(
        new Machine(name, new Membership(group.name(), tags), ssh, desired, entry.place()),
        source());
  }

  private void refuse(String message, String fix) {
    source().refuse(entry.place(), "machine " + called() + " " + message, fix);
  }

  private String called() {
    return Quoted.of(entry.key());
  }

  private Source source() {
    return entry.value().source();
  }
}
