package io.walterfleet.fleet;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When machines may be begun to be changed; no window means at any time.
 *
 * <p>A window is open while the clock on the wall there is in it. So on the day on which the clock
 * goes forward the hour that is left out is missing from it, and on the day on which it goes back
 * the hour that comes twice counts twice.
 *
 * @param timezone of the windows and the freezes, where a group has none of its own
 * @param bound whom the windows bind; freezes bind all
 * @param zones of groups that have one of their own
 */
public record Maintenance(
    ZoneId timezone,
    List<Window> windows,
    Set<Bound> bound,
    List<Freeze> freezes,
    Map<String, ZoneId> zones) {
  /** At any time. */
  public static final Maintenance ANY_TIME = new Maintenance(ZoneOffset.UTC, List.of());

  /** No day of the week is farther away, whatever the clocks do meanwhile. */
  private static final int DAYS_AHEAD = 8;

  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd 'at' HH:mm", Locale.ROOT);

  public Maintenance {
    windows = List.copyOf(windows);
    bound = Set.copyOf(bound);
    freezes = List.copyOf(freezes);
    zones = Map.copyOf(zones);
  }

  /** Windows that bind the watch alone, in one time zone, and no freeze. */
  public Maintenance(ZoneId timezone, List<Window> windows) {
    this(timezone, windows, Set.of(Bound.WATCH), List.of(), Map.of());
  }

  /** Who wants to change machines. */
  public enum Bound {
    /** The watch, which puts drift back without asking. */
    WATCH("watch"),
    /** Somebody who applies a plan, or puts drift back. */
    APPLY("apply");

    private final String word;

    Bound(String word) {
      this.word = word;
    }

    /** The word in inventories. */
    public String word() {
      return word;
    }
  }

  /**
   * Days on which nothing begins.
   *
   * @param from the first of them
   * @param to the last of them
   * @param groups that it is for; none means all
   * @param reason fit to show; may be empty
   */
  public record Freeze(LocalDate from, LocalDate to, Set<String> groups, String reason) {
    public Freeze {
      groups = Set.copyOf(groups);
    }

    private boolean has(String group, LocalDate day) {
      return (groups.isEmpty() || groups.contains(group))
          && !day.isBefore(from)
          && !day.isAfter(to);
    }

    private String sentence() {
      return "frozen from "
          + from
          + " to "
          + to
          + (reason.isEmpty() ? "" : " (" + Controls.escaped(reason) + ")");
    }
  }

  /**
   * Why a machine may not be begun now.
   *
   * @param reason fit to show
   * @param until when that ends; empty for never
   */
  public record Closed(String reason, Optional<ZonedDateTime> until) {
    /** Why, and until when. */
    public String sentence() {
      return reason
          + until.map(at -> "; it may begin on " + shown(at)).orElse("; and none will ever open");
    }
  }

  /**
   * From one time of day to another on some days; a window may run over midnight, and then belongs
   * to the day on which it begins. From and to alike is a whole day.
   */
  public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    public Window {
      days = Set.copyOf(days);
    }

    private boolean has(LocalDateTime wall) {
      return begins(wall.toLocalDate(), wall) || begins(wall.toLocalDate().minusDays(1), wall);
    }

    /** True when the window that begins on this day is open at this time. */
    private boolean begins(LocalDate day, LocalDateTime wall) {
      LocalDateTime end = from.isBefore(to) ? day.atTime(to) : day.plusDays(1).atTime(to);
      return days.contains(day.getDayOfWeek())
          && !wall.isBefore(day.atTime(from))
          && wall.isBefore(end);
    }
  }

  /** A time, for people, with its zone. */
  public static String shown(ZonedDateTime at) {
    return SHOWN.format(at) + " (" + zone(at) + ")";
  }

  /** The name of the time's zone. */
  public static String zone(ZonedDateTime at) {
    return at.getZone().equals(ZoneOffset.UTC) ? "UTC" : at.getZone().getId();
  }

  /** A group whose machines may not be begun now. */
  public record Wait(String group, Closed why) {
    /** Which, why, and until when. */
    public String sentence() {
      return "group " + group + " waits: " + why.sentence();
    }
  }

  /** Those of these groups whose machines may not be begun now by whoever applies a plan. */
  public List<Wait> waits(Stream<String> groups, Instant now) {
    return groups
        .distinct()
        .flatMap(group -> closed(group, Bound.APPLY, now).map(why -> new Wait(group, why)).stream())
        .toList();
  }

  /** Why nobody of these may begin a machine of this group now; empty when one may. */
  public Optional<Closed> closed(String group, Bound who, Instant now) {
    ZoneId zone = zones.getOrDefault(group, timezone);
    Optional<String> reason = reason(group, who, now.atZone(zone).toLocalDateTime());
    return reason.map(why -> new Closed(why, opening(group, who, now).map(at -> at.atZone(zone))));
  }

  private Optional<String> reason(String group, Bound who, LocalDateTime wall) {
    Optional<String> frozen =
        freezes.stream()
            .filter(freeze -> freeze.has(group, wall.toLocalDate()))
            .map(Freeze::sentence)
            .findFirst();
    boolean shut =
        bound.contains(who)
            && !windows.isEmpty()
            && windows.stream().noneMatch(window -> window.has(wall));
    return frozen.isPresent() || !shut ? frozen : Optional.of("no maintenance window is open");
  }

  /** The first time after now at which a machine of the group may begin. */
  private Optional<Instant> opening(String group, Bound who, Instant now) {
    Maintenance own = in(zones.getOrDefault(group, timezone));
    LocalDate today = now.atZone(own.timezone).toLocalDate();
    Stream<LocalDate> thaws =
        freezes.stream().map(freeze -> freeze.to().plusDays(1)).filter(day -> day.isAfter(today));
    return Stream.concat(Stream.of(today), thaws)
        .flatMap(own::instants)
        .filter(instant -> instant.isAfter(now))
        .filter(at -> reason(group, who, at.atZone(own.timezone).toLocalDateTime()).isEmpty())
        .min(Instant::compareTo);
  }

  /**
   * The first time after now at which a machine of the group may not begin any more; empty where it
   * is closed now, or does not close for a week and by no freeze.
   */
  public Optional<ZonedDateTime> closing(String group, Bound who, Instant now) {
    Maintenance own = in(zones.getOrDefault(group, timezone));
    LocalDate today = now.atZone(own.timezone).toLocalDate();
    Stream<LocalDate> frosts = freezes.stream().map(Freeze::from).filter(today::isBefore);
    Stream<Instant> ends =
        today
            .minusDays(1)
            .datesUntil(today.plusDays(DAYS_AHEAD + 1L))
            .flatMap(day -> Stream.concat(own.ends(day), own.boundaries(day)));
    return Stream.concat(ends, frosts.map(day -> day.atStartOfDay(own.timezone).toInstant()))
        .filter(instant -> instant.isAfter(now))
        .filter(at -> reason(group, who, at.atZone(own.timezone).toLocalDateTime()).isPresent())
        .min(Instant::compareTo)
        .filter(at -> reason(group, who, now.atZone(own.timezone).toLocalDateTime()).isEmpty())
        .map(at -> at.atZone(own.timezone));
  }

  /** When windows that begin on this day end; at each of both times where that comes twice. */
  private Stream<Instant> ends(LocalDate day) {
    return windows.stream()
        .map(
            window ->
                (window.from().isBefore(window.to()) ? day : day.plusDays(1)).atTime(window.to()))
        .flatMap(wall -> timezone.getRules().getValidOffsets(wall).stream().map(wall::toInstant));
  }

  /** When something may open from this day on, for a week. */
  private Stream<Instant> instants(LocalDate day) {
    return Stream.concat(
        Stream.of(day.atStartOfDay(timezone).toInstant()),
        day.minusDays(1).datesUntil(day.plusDays(DAYS_AHEAD + 1L)).flatMap(this::boundaries));
  }

  private Maintenance in(ZoneId zone) {
    return new Maintenance(zone, windows, bound, freezes, zones);
  }

  /** True when drift may be corrected now. */
  public boolean isOpen(Instant now) {
    LocalDateTime wall = now.atZone(timezone).toLocalDateTime();
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.has(wall));
  }

  /** The first time after now at which a window opens that is closed before; empty for never. */
  public Optional<Instant> nextOpening(Instant now) {
    return Stream.concat(Stream.of(timezone), zones.values().stream())
        .distinct()
        .flatMap(zone -> in(zone).ownOpening(now).stream())
        .min(Instant::compareTo);
  }

  private Optional<Instant> ownOpening(Instant now) {
    LocalDate today = now.atZone(timezone).toLocalDate();
    return today
        .minusDays(1)
        .datesUntil(today.plusDays(DAYS_AHEAD + 1L))
        .flatMap(this::boundaries)
        .filter(instant -> instant.isAfter(now) && opensAt(instant))
        .min(Instant::compareTo);
  }

  private boolean opensAt(Instant instant) {
    return isOpen(instant) && !isOpen(instant.minusNanos(1));
  }

  /** When a window may open on a day: at its first minute, or where the clock jumps. */
  private Stream<Instant> boundaries(LocalDate day) {
    Stream<Instant> beginnings =
        windows.stream()
            .map(window -> day.atTime(window.from()))
            .flatMap(
                wall -> timezone.getRules().getValidOffsets(wall).stream().map(wall::toInstant));
    Instant midnight = day.atStartOfDay(timezone).toInstant();
    return Stream.concat(
        beginnings,
        Optional.ofNullable(timezone.getRules().nextTransition(midnight))
            .map(ZoneOffsetTransition::getInstant)
            .filter(jump -> jump.isBefore(midnight.plus(Duration.ofDays(2))))
            .stream());
  }
}
