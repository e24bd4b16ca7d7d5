package io.walterfleet.inventory;

import java.util.List;
import java.util.Optional;

/**
 * What the whole inventory, or a group, says of all its machines; checked by itself, so that what
 * every machine overrides is checked too.
 *
 * @param wishes the sections that say what is wanted
 * @param ssh the sections that say how machines are reached
 */
record Level(List<Section> wishes, List<Section> ssh) {
  Level {
    wishes = List.copyOf(wishes);
    ssh = List.copyOf(ssh);
  }

  /** The level of the section with this name. */
  static Level read(Section section, String name) {
    Optional<Section> defaults = section.section("defaults", Keys.DEFAULTS);
    List<Section> ssh =
        SshReader.sections(
            section.section("ssh", Keys.SSH),
            defaults.flatMap(own -> own.section("ssh", Keys.SSH)));
    defaults.ifPresent(own -> DesiredReader.read(Levels.of(own)));
    ssh.forEach(own -> SshReader.read(name, Levels.of(own)));
    return new Level(defaults.stream().toList(), ssh);
  }
}
