package io.walterfleet.inventory;

import io.walterfleet.fleet.Wave;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code rollout.waves}: groups in order, each alone or with what follows it. */
final class WavesReader {
  private final Set<String> groups;
  private final Map<String, Wave> waves = new LinkedHashMap<>();

  private WavesReader(Set<String> groups) {
    this.groups = groups;
  }

  /** The waves, which must be among these groups. */
  static List<Wave> read(Cursor cursor, Set<String> groups) {
    WavesReader reader = new WavesReader(groups);
    cursor.items().forEach(reader::add);
    return List.copyOf(reader.waves.values());
  }

  private void add(Cursor item) {
    if (!item.isMapping()) {
      item.text().ifPresent(name -> add(item, Wave.plain(name)));
      return;
    }
    Section section = Section.of(item, Keys.WAVE);
    Optional<Cursor> group = section.required("group", "name a group of 'groups'");
    boolean holds =
        section
            .at("then")
            .flatMap(then -> then.choice(new String[] {Wave.HOLD}, word -> word))
            .isPresent();
    Duration soak = section.at("soak").flatMap(WavesReader::soak).orElse(Duration.ZERO);
    group.flatMap(Cursor::text).ifPresent(name -> add(group.get(), new Wave(name, holds, soak)));
  }

  /** Machines write down when they were done in seconds. */
  private static Optional<Duration> soak(Cursor cursor) {
    return Durations.readPositive(cursor)
        .flatMap(
            soak ->
                soak.toMillisPart() == 0
                    ? Optional.of(soak)
                    : cursor.refuse("is not in whole seconds", "write a time such as 24h"));
  }

  private void add(Cursor place, Wave wave) {
    String name = wave.group();
    if (!groups.contains(name)) {
      place.refuse(
          name, "is not a group", Spelling.advice(name, groups, "name a group of 'groups'"));
    } else if (waves.putIfAbsent(name, wave) != null) {
      place.again(name);
    }
  }
}
