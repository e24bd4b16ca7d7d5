package io.walterfleet.inventory;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Rollout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a fleet from the files that make up an inventory.
 *
 * <ol>
 *   <li>Each file says {@code apiVersion}; those that say {@code fleet} say the same.
 *   <li>The groups of all files stand side by side; every other section is in one file only.
 *   <li>Each level is checked by itself, so that what every machine overrides is checked too.
 *   <li>Each machine is read with all levels that say something of it.
 * </ol>
 */
final class FleetReader {
  /** The form of inventories that this program reads. */
  static final String VERSION = "walter-fleet/v1";

  private final List<Section> files;
  private final Section whole;
  private final Trust trust;

  private FleetReader(List<Section> files, Trust trust) {
    this.trust = trust;
    this.files = files;
    this.whole = merged(files);
  }

  /** The fleet that these files describe, at least one; where they are wrong, it is no use. */
  static Fleet read(List<Cursor> roots, Trust trust) {
    List<Section> files = roots.stream().map(root -> Section.of(root, Keys.INVENTORY)).toList();
    files.forEach(FleetReader::checkVersion);
    return new FleetReader(files, trust).fleet();
  }

  private static void checkVersion(Section file) {
    String fix = "write apiVersion: " + VERSION;
    file.required("apiVersion", fix)
        .ifPresent(
            cursor ->
                cursor
                    .text(raw -> fix)
                    .filter(version -> !version.equals(VERSION))
                    .ifPresent(
                        version -> cursor.refuse(version, "this program does not read", fix)));
  }

  private static Section merged(List<Section> files) {
    Map<String, Entry> entries = new HashMap<>();
    for (Section file : files) {
      for (Entry entry : file.entries().values()) {
        Entry first = entries.putIfAbsent(entry.key(), entry);
        boolean mayRepeat = List.of("apiVersion", "fleet", "groups").contains(entry.key());
        if (first != null && !mayRepeat) {
          refuseRepeated(entry, first);
        }
      }
    }
    return new Section(files.get(0).cursor(), entries);
  }

  private static void refuseRepeated(Entry entry, Entry first) {
    entry
        .value()
        .source()
        .refuse(
            entry.place(),
            "the inventory has "
                + Quoted.of(entry.key())
                + " in two files (first at "
                + first.place()
                + ")",
            "keep it in one of them; only 'groups' may stand in several files");
  }

  private Fleet fleet() {
    String name = name();
    GroupsReader groups = new GroupsReader(Level.read(whole, name), trust);
    whole.required("groups", "list the machines in groups, as examples/minimal.yml does");
    groups.read(files.stream().flatMap(file -> file.at("groups").stream()).toList());
    refuseNone(groups);
    Fleet fleet = fleet(name, groups);
    trust.hold(fleet, whole);
    return fleet;
  }

  private Fleet fleet(String name, GroupsReader groups) {
    return new Fleet(
        new Fleet.Origin(name, manifest()),
        groups.machines(),
        whole
            .section("rollout", Keys.ROLLOUT)
            .map(section -> RolloutReader.read(section, groups.names()))
            .orElse(Rollout.DEFAULT),
        ProductLayoutReader.read(whole.at("envKeys"), whole.at("stack")),
        OperationsReader.read(whole, groups));
  }

  /** A plan for no machine would say that all is well. */
  private void refuseNone(GroupsReader groups) {
    Cursor root = whole.cursor();
    if (groups.machines().isEmpty() && root.source().problems().count() == 0) {
      whole.at("groups").orElse(root).refuse("lists no machine", "add a machine to a group");
    }
  }

  private String manifest() {
    return whole
        .section("releases", Keys.RELEASES)
        .flatMap(
            section ->
                section
                    .at("manifest")
                    .flatMap(cursor -> Paths.addressOrFile(cursor, section.says("allowHttp"))))
        .orElse(Fleet.DEFAULT_MANIFEST);
  }

  private String name() {
    List<Cursor> said = files.stream().flatMap(file -> file.at("fleet").stream()).toList();
    whole.required("fleet", "name the fleet, such as fleet: emea");
    List<String> names = said.stream().flatMap(cursor -> Form.NAME.read(cursor).stream()).toList();
    for (int i = 1; i < names.size() && names.size() == said.size(); i++) {
      if (!names.get(i).equals(names.get(0))) {
        said.get(i)
            .refuse(
                "is "
                    + Quoted.of(names.get(i))
                    + ", but "
                    + said.get(0).place()
                    + " says "
                    + Quoted.of(names.get(0)),
                "say the same fleet in all files, or move this file to a directory of its own");
      }
    }
    return names.stream().findFirst().orElse("");
  }
}
