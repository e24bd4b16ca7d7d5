package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Bound;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.rehearsal.Forecast.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When each wave of a rehearsed rollout would begin and be done, by the calendar.
 *
 * <ol>
 *   <li>A wave begins as soon as one of its groups may; it is done when the last of them may have
 *       begun and has taken as long as in the rehearsal. That a window may close meanwhile is left
 *       out.
 *   <li>A wave that soaks moves those after it by so long. One that holds moves them by nothing,
 *       because nobody knows when somebody goes on: they begin then at the earliest.
 * </ol>
 */
public final class WaveCalendar {
  private final Maintenance maintenance;
  private final Forecast forecast;

  private WaveCalendar(Forecast forecast, Maintenance maintenance) {
    this.forecast = forecast;
    this.maintenance = maintenance;
  }

  /**
   * A wave.
   *
   * @param begins at the earliest
   */
  public record Entry(Wave wave, ZonedDateTime begins, ZonedDateTime done) {}

  /** The waves in order; none where nothing makes one wait. */
  public static List<Entry> of(Forecast forecast, Maintenance maintenance, Instant begin) {
    List<Entry> entries = new WaveCalendar(forecast, maintenance).entries(begin);
    boolean isHeld =
        entries.stream()
            .limit(Math.max(0, entries.size() - 1))
            .anyMatch(entry -> entry.wave().isBarrier());
    boolean isClosed =
        entries.stream().anyMatch(entry -> entry.begins().toInstant().isAfter(begin));
    return isHeld || (isClosed && !forecast.waits().isEmpty()) ? entries : List.of();
  }

  private List<Entry> entries(Instant begin) {
    List<Entry> entries = new ArrayList<>();
    Instant free = begin;
    for (String name : waves()) {
      Wave wave =
          forecast.waves().stream()
              .filter(one -> one.group().equals(name))
              .findFirst()
              .orElse(Wave.plain(name));
      List<String> groups = groups(name);
      Instant from = free;
      List<Instant> openings = groups.stream().map(group -> opening(group, from)).sorted().toList();
      Instant done = openings.get(openings.size() - 1).plus(takes(name, entries.isEmpty()));
      entries.add(
          new Entry(
              wave,
              openings.get(0).atZone(maintenance.timezone()),
              done.atZone(maintenance.timezone())));
      free = done.plus(wave.soak());
    }
    return entries;
  }

  private List<String> waves() {
    return forecast.course().batches().stream().map(Phase::wave).distinct().toList();
  }

  private List<String> groups(String wave) {
    List<String> names =
        forecast.result().plan().batches().all().stream()
            .filter(batch -> batch.wave().equals(wave))
            .flatMap(batch -> batch.machines().stream())
            .toList();
    return forecast.result().plan().acting().stream()
        .filter(machine -> names.contains(machine.name()))
        .map(MachinePlan::group)
        .distinct()
        .toList();
  }

  private Instant opening(String group, Instant from) {
    Optional<Instant> until =
        maintenance
            .closed(group, Bound.APPLY, from)
            .flatMap(closed -> closed.until().map(ZonedDateTime::toInstant));
    return until.orElse(from);
  }

  /** How long it takes; what is prepared before all goes to the first wave. */
  private Duration takes(String wave, boolean isFirst) {
    List<Phase> phases =
        forecast.course().batches().stream().filter(one -> one.wave().equals(wave)).toList();
    Phase last = phases.get(phases.size() - 1);
    Duration begins = isFirst ? Duration.ZERO : phases.get(0).begins();
    return last.begins().plus(last.takes()).minus(begins);
  }
}
