package io.walterfleet.inventory;

import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Window;
import io.walterfleet.fleet.Upkeep;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads what is kept and when drift is mended. */
final class UpkeepReader {
  private static final int MOST_BACKUPS = 1000;
  private static final List<DayOfWeek> DAYS = List.of(DayOfWeek.values());

  private UpkeepReader() {}

  /** The upkeep that four sections of an inventory say; an absent one says nothing. */
  static Upkeep read(Section whole) {
    return new Upkeep(
        whole
            .section("backups", Keys.BACKUPS)
            .flatMap(section -> section.at("keep"))
            .flatMap(cursor -> cursor.number(1, MOST_BACKUPS))
            .orElse(Upkeep.DEFAULT.keepBackups()),
        whole
            .section("maintenance", Keys.MAINTENANCE)
            .map(UpkeepReader::maintenance)
            .orElse(Maintenance.ANY_TIME),
        whole.at("notify").map(ReceiverReader::receivers).orElseGet(List::of),
        whole.section("hooks", Keys.HOOKS).map(HooksReader::read).orElse(Hooks.NONE));
  }

  private static Maintenance maintenance(Section section) {
    List<Window> windows =
        section.at("windows").map(Cursor::items).orElseGet(List::of).stream()
            .flatMap(item -> window(Section.of(item, Keys.WINDOW)).stream())
            .toList();
    return new Maintenance(
        section.at("timezone").flatMap(UpkeepReader::timezone).orElse(ZoneOffset.UTC), windows);
  }

  private static Optional<ZoneId> timezone(Cursor cursor) {
    Set<String> known = ZoneId.getAvailableZoneIds();
    return cursor
        .text()
        .flatMap(
            text ->
                known.contains(text)
                    ? Optional.of(ZoneId.of(text))
                    : cursor.refuse(
                        "is " + Quoted.of(text) + ", which is not a time zone",
                        Spelling.advice(text, known, "write a zone such as Europe/Berlin or UTC")));
  }

  private static Optional<Window> window(Section section) {
    Set<DayOfWeek> days =
        section
            .at("days")
            .map(cursor -> several(cursor, DAYS, UpkeepReader::day))
            .orElse(EnumSet.allOf(DayOfWeek.class));
    Optional<LocalTime> from = time(section, "from");
    Optional<LocalTime> to = time(section, "to");
    if (from.isPresent() && from.equals(to)) {
      return section
          .cursor()
          .refuse("ends when it begins", "for the whole day write from \"00:00\" to \"23:59\"");
    }
    return from.flatMap(begin -> to.map(end -> new Window(days, begin, end)));
  }

  private static Optional<LocalTime> time(Section section, String key) {
    return section
        .required(key, "write " + key + ": \"02:00\"")
        .flatMap(Form.TIME::read)
        .map(LocalTime::parse);
  }

  private static String day(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  /** The values of a list, none of which may be there again. */
  static <E extends Enum<E>> Set<E> several(Cursor cursor, List<E> all, Function<E, String> word) {
    Set<E> chosen = new LinkedHashSet<>();
    for (Cursor item : cursor.items()) {
      item.choice(all, word)
          .filter(one -> !chosen.add(one))
          .ifPresent(
              one ->
                  item.refuse(
                      "is " + Quoted.of(word.apply(one)) + " again", "remove one of the two"));
    }
    return chosen;
  }
}
