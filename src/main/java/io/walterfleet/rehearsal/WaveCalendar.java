package io.walterfleet.rehearsal;

import static java.util.Comparator.naturalOrder;

import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Bound;
import io.walterfleet.fleet.Maintenance.Closed;
import io.walterfleet.fleet.Wave;
import io.walterfleet.rehearsal.Forecast.Phase;
import io.walterfleet.rehearsal.Forecast.Turn;
import io.walterfleet.rehearsal.Forecast.WavePart;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When each wave of a rehearsed rollout would begin and be done, by the calendar.
 *
 * <ol>
 *   <li>A wave begins as soon as one of its groups may. Its machines follow as in the rehearsal,
 *       each as long as its group is open at that time.
 *   <li>Whatever has begun is finished. Machines whose window has closed by then go on in the same
 *       order when it opens next; so a wave may have several parts.
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

  /** A machine of a wave, with its turn as in the rehearsal. */
  private record Member(String group, Turn turn) {
    /** True where its group has not closed before its turn: then nothing more of it is begun. */
    private boolean isBefore(Map<String, Duration> closes) {
      Duration closing = closes.get(group);
      return closing == null || turn.begins().compareTo(closing) < 0;
    }
  }

  /** The waves in order; none where nothing makes one wait. */
  public static List<WavePart> of(Forecast forecast, Maintenance maintenance, Instant begin) {
    List<WavePart> entries = new WaveCalendar(forecast, maintenance).entries(begin);
    boolean isClosed =
        entries.stream().anyMatch(entry -> entry.begins().toInstant().isAfter(begin));
    boolean isCut = entries.stream().anyMatch(entry -> !entry.isLast());
    return isHeld(entries) || isCut || (isClosed && !forecast.waits().isEmpty())
        ? entries
        : List.of();
  }

  /** Whether waves of these wait for one that holds or soaks. */
  public static boolean isHeld(List<WavePart> entries) {
    return entries.stream()
        .limit(Math.max(0, entries.size() - 1))
        .anyMatch(entry -> entry.isLast() && entry.wave().isBarrier());
  }

  private List<WavePart> entries(Instant begin) {
    List<WavePart> entries = new ArrayList<>();
    Instant free = begin;
    for (String name : waves()) {
      Wave wave =
          forecast.waves().stream()
              .filter(one -> one.group().equals(name))
              .findFirst()
              .orElse(Wave.plain(name));
      List<Phase> phases =
          forecast.course().batches().stream().filter(one -> one.wave().equals(name)).toList();
      // what is prepared before all goes to the first wave
      Duration origin = entries.isEmpty() ? Duration.ZERO : phases.get(0).begins();
      parts(wave, origin, free, entries);
      free = entries.get(entries.size() - 1).done().toInstant().plus(wave.soak());
    }
    return entries;
  }

  /** Plays one wave, window by window. */
  private void parts(Wave wave, Duration origin, Instant free, List<WavePart> entries) {
    List<Member> left = members(wave.group());
    Instant from = free;
    Duration base = origin;
    Instant latest = free;
    while (true) {
      Instant asked = from;
      Instant start =
          left.stream().map(one -> opening(one.group(), asked)).min(naturalOrder()).orElse(from);
      Duration shift = base;
      Function<Duration, Instant> at = offset -> start.plus(offset).minus(shift);
      Map<String, Duration> closes = closings(left, at);
      List<Member> now = left.stream().filter(one -> one.isBefore(closes)).toList();
      List<Member> rest = left.stream().filter(one -> !now.contains(one)).toList();
      latest =
          Stream.concat(
                  Stream.of(latest, start), now.stream().map(one -> at.apply(one.turn().ends())))
              .max(naturalOrder())
              .orElse(latest);
      if (!now.isEmpty() || rest.isEmpty()) {
        entries.add(new WavePart(wave, dated(start), dated(latest), rest.size()));
      }
      if (rest.isEmpty()) {
        return;
      }
      from =
          rest.stream().map(one -> at.apply(one.turn().begins())).min(naturalOrder()).orElse(start);
      base = firstThen(rest, from);
      left = rest;
    }
  }

  /** The first turn of each group that would come when the group is closed. */
  private Map<String, Duration> closings(List<Member> left, Function<Duration, Instant> at) {
    Map<String, Duration> closes = new HashMap<>();
    for (Member one : left) {
      if (!isOpen(one.group(), at.apply(one.turn().begins()))) {
        closes.merge(one.group(), one.turn().begins(), BinaryOperator.minBy(naturalOrder()));
      }
    }
    return closes;
  }

  /** When the first of these that may begin next would have begun in the rehearsal. */
  private Duration firstThen(List<Member> rest, Instant from) {
    Instant next =
        rest.stream().map(one -> opening(one.group(), from)).min(naturalOrder()).orElse(from);
    return rest.stream()
        .filter(one -> isOpen(one.group(), next))
        .map(one -> one.turn().begins())
        .min(naturalOrder())
        .orElse(Duration.ZERO);
  }

  private ZonedDateTime dated(Instant at) {
    return at.atZone(maintenance.timezone());
  }

  private List<Member> members(String wave) {
    Set<String> names =
        forecast.result().plan().batches().all().stream()
            .filter(batch -> batch.wave().equals(wave))
            .flatMap(batch -> batch.machines().stream())
            .collect(Collectors.toSet());
    Map<String, Turn> turns = forecast.course().turns();
    return forecast.result().plan().acting().stream()
        .filter(machine -> names.contains(machine.name()))
        .flatMap(
            machine ->
                Optional.ofNullable(turns.get(machine.name()))
                    .map(turn -> new Member(machine.group(), turn))
                    .stream())
        .toList();
  }

  /** Whether one may begin then; where it never may, nothing is to be waited for. */
  private boolean isOpen(String group, Instant at) {
    return maintenance.closed(group, Bound.APPLY, at).flatMap(Closed::until).isEmpty();
  }

  private List<String> waves() {
    return forecast.course().batches().stream().map(Phase::wave).distinct().toList();
  }

  private Instant opening(String group, Instant from) {
    Optional<Instant> until =
        maintenance
            .closed(group, Bound.APPLY, from)
            .flatMap(closed -> closed.until().map(ZonedDateTime::toInstant));
    return until.orElse(from);
  }
}
