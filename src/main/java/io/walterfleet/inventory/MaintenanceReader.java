package io.walterfleet.inventory;

import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Bound;
import io.walterfleet.fleet.Maintenance.Freeze;
import io.walterfleet.fleet.Maintenance.Window;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads when machines may be begun to be changed. */
final class MaintenanceReader {
  private MaintenanceReader() {}

  /**
   * The section, whose freezes are for groups that there are.
   *
   * @param zones the time zones of the groups that have one of their own
   */
  static Maintenance read(Section section, Set<String> groups, Map<String, ZoneId> zones) {
    List<Window> windows =
        section.items("windows").stream()
            .flatMap(item -> window(Section.of(item, Keys.WINDOW)).stream())
            .toList();
    Set<Bound> bound =
        section
            .at("bind")
            .map(cursor -> cursor.choices(Bound.values(), Bound::word))
            .orElse(Set.of(Bound.WATCH));
    List<Freeze> freezes =
        section.items("freezes").stream()
            .flatMap(item -> freeze(Section.of(item, Keys.FREEZE), groups).stream())
            .toList();
    return new Maintenance(
        section.at("timezone").flatMap(MaintenanceReader::timezone).orElse(ZoneOffset.UTC),
        windows,
        bound,
        freezes,
        zones);
  }

  private static Optional<Freeze> freeze(Section section, Set<String> known) {
    Optional<LocalDate> from = date(section, "from");
    Optional<LocalDate> to = date(section, "to");
    Set<String> groups = new LinkedHashSet<>();
    for (Cursor item : section.items("groups")) {
      item.text().filter(name -> isGroup(item, name, known)).ifPresent(groups::add);
    }
    String reason = section.at("reason").flatMap(Cursor::text).orElse("");
    if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
      return section
          .cursor()
          .refuse("ends before it begins", "write the first day as 'from', and the last as 'to'");
    }
    return from.flatMap(first -> to.map(last -> new Freeze(first, last, groups, reason)));
  }

  private static boolean isGroup(Cursor item, String name, Set<String> known) {
    if (!known.contains(name)) {
      item.refuse(name, "is not a group", Spelling.advice(name, known, "name a group of 'groups'"));
    }
    return known.contains(name);
  }

  private static Optional<LocalDate> date(Section section, String key) {
    return section.required(key, "write " + key + ": 2026-12-18").flatMap(MaintenanceReader::date);
  }

  private static Optional<LocalDate> date(Cursor cursor) {
    String fix = "write a day such as 2026-12-18";
    return cursor
        .date()
        .flatMap(
            text -> {
              try {
                return Optional.of(LocalDate.parse(text));
              } catch (DateTimeParseException none) {
                return cursor.refuse(text, "is not a day", fix);
              }
            });
  }

  /** A time zone by its name. */
  static Optional<ZoneId> timezone(Cursor cursor) {
    Set<String> known = ZoneId.getAvailableZoneIds();
    return cursor
        .text()
        .flatMap(
            text ->
                known.contains(text)
                    ? Optional.of(ZoneId.of(text))
                    : cursor.refuse(
                        text,
                        "is not a time zone",
                        Spelling.advice(text, known, "write a zone such as Europe/Berlin or UTC")));
  }

  private static Optional<Window> window(Section section) {
    Set<DayOfWeek> days =
        section
            .at("days")
            .map(cursor -> cursor.choices(DayOfWeek.values(), MaintenanceReader::day))
            .orElse(EnumSet.allOf(DayOfWeek.class));
    Optional<String> from = time(section, "from", Form.TIME);
    Optional<String> to = time(section, "to", Form.END);
    if (from.isPresent() && from.equals(to)) {
      return section
          .cursor()
          .refuse("ends when it begins", "for the whole day write from \"00:00\" to \"24:00\"");
    }
    return from.flatMap(
        begin ->
            to.map(
                end ->
                    new Window(
                        days,
                        LocalTime.parse(begin),
                        end.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(end))));
  }

  private static Optional<String> time(Section section, String key, Form form) {
    return section.required(key, "write " + key + ": \"02:00\"").flatMap(form::read);
  }

  private static String day(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }
}
