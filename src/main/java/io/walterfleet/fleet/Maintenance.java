package io.walterfleet.fleet;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When drift may be corrected without asking; no window means at any time.
 *
 * <p>A window is open while the clock on the wall there is in it. So on the day on which the clock
 * goes forward the hour that is left out is missing from it, and on the day on which it goes back
 * the hour that comes twice counts twice.
 */
public record Maintenance(ZoneId timezone, List<Window> windows) {
  /** At any time. */
  public static final Maintenance ANY_TIME = new Maintenance(ZoneOffset.UTC, List.of());

  /** No day of the week is farther away, whatever the clocks do meanwhile. */
  private static final int DAYS_AHEAD = 8;

  public Maintenance {
    windows = List.copyOf(windows);
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

  /** True when drift may be corrected now. */
  public boolean isOpen(Instant now) {
    LocalDateTime wall = now.atZone(timezone).toLocalDateTime();
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.has(wall));
  }

  /** The first time after now at which a window opens that is closed before; empty for never. */
  public Optional<Instant> nextOpening(Instant now) {
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
