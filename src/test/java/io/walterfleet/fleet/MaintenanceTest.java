package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Maintenance.Bound;
import io.walterfleet.fleet.Maintenance.Freeze;
import io.walterfleet.fleet.Maintenance.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class MaintenanceTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

  @Test
  void withoutAWindowItIsAlwaysOpenAndNeverOpens() {
    Instant now = Instant.parse("2026-11-23T10:00:00Z");
    assertThat(Maintenance.ANY_TIME.isOpen(now)).isTrue();
    assertThat(Maintenance.ANY_TIME.nextOpening(now)).isEmpty();
  }

  // 2026-11-21 is a Saturday; Berlin is at +01:00
  @ParameterizedTest
  @CsvSource({
    "02:00, 05:00, 2026-11-21T00:59:59Z, false",
    "02:00, 05:00, 2026-11-21T01:00:00Z, true",
    "02:00, 05:00, 2026-11-21T03:59:59Z, true",
    "02:00, 05:00, 2026-11-21T04:00:00Z, false",
    "02:00, 05:00, 2026-11-20T02:00:00Z, false",
    "02:00, 05:00, 2026-11-22T02:00:00Z, false",
    "22:00, 01:00, 2026-11-21T20:59:59Z, false",
    "22:00, 01:00, 2026-11-21T21:00:00Z, true",
    "22:00, 01:00, 2026-11-21T23:59:59Z, true",
    "22:00, 01:00, 2026-11-22T00:00:00Z, false",
    "22:00, 01:00, 2026-11-20T23:30:00Z, false",
    "22:00, 01:00, 2026-11-20T23:30:00Z, false",
    "00:00, 00:00, 2026-11-20T22:59:59Z, false",
    "00:00, 00:00, 2026-11-20T23:00:00Z, true",
    "00:00, 00:00, 2026-11-21T22:59:59Z, true",
    "00:00, 00:00, 2026-11-21T23:00:00Z, false",
    "12:00, 12:00, 2026-11-22T10:59:59Z, true",
    "12:00, 12:00, 2026-11-22T11:00:00Z, false",
  })
  void aWindowOnSaturdaysInBerlin(String from, String to, Instant at, boolean open) {
    assertThat(berlin(Set.of(DayOfWeek.SATURDAY), from, to).isOpen(at)).isEqualTo(open);
  }

  // on 2026-03-29 at 01:00Z the clock goes from 02:00 to 03:00
  @ParameterizedTest
  @CsvSource({
    "02:00, 05:00, 2026-03-29T00:59:59Z, false",
    "02:00, 05:00, 2026-03-29T01:00:00Z, true",
    "02:00, 05:00, 2026-03-29T02:59:59Z, true",
    "02:00, 05:00, 2026-03-29T03:00:00Z, false",
    "02:00, 03:00, 2026-03-29T00:59:59Z, false",
    "02:00, 03:00, 2026-03-29T01:00:00Z, false",
    "02:30, 03:30, 2026-03-29T01:00:00Z, true",
    "02:30, 03:30, 2026-03-29T01:29:59Z, true",
    "02:30, 03:30, 2026-03-29T01:30:00Z, false",
    "01:00, 02:30, 2026-03-29T00:59:59Z, true",
    "01:00, 02:30, 2026-03-29T01:00:00Z, false",
    "23:00, 04:00, 2026-03-29T01:59:59Z, true",
    "23:00, 04:00, 2026-03-29T02:00:00Z, false",
  })
  void theHourThatIsLeftOutInSpring(String from, String to, Instant at, boolean open) {
    assertThat(berlin(EVERY_DAY, from, to).isOpen(at)).isEqualTo(open);
  }

  // on 2026-10-25 at 01:00Z the clock goes from 03:00 back to 02:00
  @ParameterizedTest
  @CsvSource({
    "02:00, 05:00, 2026-10-24T23:59:59Z, false",
    "02:00, 05:00, 2026-10-25T00:00:00Z, true",
    "02:00, 05:00, 2026-10-25T01:00:00Z, true",
    "02:00, 05:00, 2026-10-25T03:59:59Z, true",
    "02:00, 05:00, 2026-10-25T04:00:00Z, false",
    "02:15, 02:45, 2026-10-25T00:30:00Z, true",
    "02:15, 02:45, 2026-10-25T00:50:00Z, false",
    "02:15, 02:45, 2026-10-25T01:30:00Z, true",
    "02:15, 02:45, 2026-10-25T01:45:00Z, false",
    "23:00, 02:30, 2026-10-25T00:45:00Z, false",
    "23:00, 02:30, 2026-10-25T01:15:00Z, true",
    "23:00, 02:30, 2026-10-25T01:30:00Z, false",
  })
  void theHourThatComesTwiceInAutumn(String from, String to, Instant at, boolean open) {
    assertThat(berlin(EVERY_DAY, from, to).isOpen(at)).isEqualTo(open);
  }

  @ParameterizedTest
  @CsvSource({
    "02:00, 05:00, 2026-11-20T12:00:00Z, 2026-11-21T01:00:00Z",
    "02:00, 05:00, 2026-11-21T01:00:00Z, 2026-11-28T01:00:00Z",
    "02:00, 05:00, 2026-11-21T02:00:00Z, 2026-11-28T01:00:00Z",
    "22:00, 01:00, 2026-11-21T23:30:00Z, 2026-11-28T21:00:00Z",
    "02:00, 05:00, 2026-03-22T12:00:00Z, 2026-03-28T01:00:00Z",
    "02:00, 05:00, 2026-03-28T12:00:00Z, 2026-04-04T00:00:00Z",
  })
  void theNextOpeningOnASaturday(String from, String to, Instant at, Instant opening) {
    assertThat(berlin(Set.of(DayOfWeek.SATURDAY), from, to).nextOpening(at)).contains(opening);
  }

  @ParameterizedTest
  @CsvSource({
    "02:30, 03:30, 2026-03-28T22:00:00Z, 2026-03-29T01:00:00Z",
    "02:00, 03:00, 2026-03-28T22:00:00Z, 2026-03-30T00:00:00Z",
    "02:15, 02:45, 2026-10-24T22:00:00Z, 2026-10-25T00:15:00Z",
    "02:15, 02:45, 2026-10-25T00:20:00Z, 2026-10-25T01:15:00Z",
    "01:00, 02:30, 2026-10-25T00:10:00Z, 2026-10-25T01:00:00Z",
  })
  void theNextOpeningWhereTheClockJumps(String from, String to, Instant at, Instant opening) {
    assertThat(berlin(EVERY_DAY, from, to).nextOpening(at)).contains(opening);
  }

  @Test
  void windowsThatTouchOpenOnce() {
    Maintenance two =
        new Maintenance(
            ZoneOffset.UTC,
            List.of(window(EVERY_DAY, "02:00", "03:00"), window(EVERY_DAY, "03:00", "04:00")));
    assertThat(two.nextOpening(Instant.parse("2026-11-23T02:30:00Z")))
        .contains(Instant.parse("2026-11-24T02:00:00Z"));
  }

  @Test
  void aWindowWithoutADayNeverOpens() {
    assertThat(berlin(Set.of(), "02:00", "05:00").nextOpening(Instant.EPOCH)).isEmpty();
  }

  @Test
  void theNextOpeningIsTheFirstMomentAtWhichItIsOpenAgain() {
    ZonedDateTime begin = ZonedDateTime.of(2026, 10, 20, 0, 0, 0, 0, BERLIN);
    Maintenance nights = berlin(EVERY_DAY, "23:30", "02:45");
    for (Duration passed = Duration.ZERO; passed.toDays() < 10; passed = passed.plusMinutes(7)) {
      Instant at = begin.toInstant().plus(passed);
      assertThat(nights.nextOpening(at)).isEqualTo(byTrial(nights, at));
    }
  }

  @Test
  void itClosesAtTheFirstMomentAtWhichNothingMayBeginAnyMore() {
    ZonedDateTime begin = ZonedDateTime.of(2026, 10, 20, 0, 0, 0, 0, BERLIN);
    ZonedDateTime spring = ZonedDateTime.of(2026, 3, 26, 0, 0, 0, 0, BERLIN);
    Maintenance nights =
        new Maintenance(
            BERLIN,
            List.of(window(EVERY_DAY, "23:30", "02:30"), window(EVERY_DAY, "02:15", "02:45")),
            Set.of(Bound.APPLY),
            List.of(
                new Freeze(
                    LocalDate.parse("2026-10-22"), LocalDate.parse("2026-10-22"), Set.of(), "")),
            Map.of());
    for (ZonedDateTime from : List.of(begin, spring)) {
      for (Duration passed = Duration.ZERO; passed.toDays() < 8; passed = passed.plusMinutes(7)) {
        Instant at = from.toInstant().plus(passed);
        assertThat(nights.closing("g", Bound.APPLY, at).map(ZonedDateTime::toInstant))
            .as("%s", at)
            .isEqualTo(closingByTrial(nights, at));
      }
    }
  }

  @Test
  void whatIsAlwaysOpenClosesForAFreezeAlone() {
    Instant now = Instant.parse("2026-11-23T10:00:00Z");
    assertThat(Maintenance.ANY_TIME.closing("g", Bound.APPLY, now)).isEmpty();
    Maintenance frozen =
        new Maintenance(
            BERLIN,
            List.of(),
            Set.of(Bound.APPLY),
            List.of(
                new Freeze(
                    LocalDate.parse("2026-12-18"),
                    LocalDate.parse("2027-01-04"),
                    Set.of("g"),
                    "season")),
            Map.of());
    assertThat(frozen.closing("g", Bound.APPLY, now))
        .contains(ZonedDateTime.of(2026, 12, 18, 0, 0, 0, 0, BERLIN));
    assertThat(frozen.closing("other", Bound.APPLY, now)).isEmpty();
  }

  /** Minute by minute. */
  private static Optional<Instant> closingByTrial(Maintenance maintenance, Instant at) {
    if (maintenance.closed("g", Bound.APPLY, at).isPresent()) {
      return Optional.empty();
    }
    Instant minute = Instant.ofEpochSecond(at.getEpochSecond() / 60 * 60);
    for (int i = 1; i < 24 * 60; i++) {
      Instant then = minute.plusSeconds(60L * i);
      if (maintenance.closed("g", Bound.APPLY, then).isPresent()) {
        return Optional.of(then);
      }
    }
    return Optional.empty();
  }

  /** Minute by minute. */
  private static Optional<Instant> byTrial(Maintenance maintenance, Instant at) {
    Instant minute = Instant.ofEpochSecond(at.getEpochSecond() / 60 * 60);
    boolean open = maintenance.isOpen(at);
    for (int i = 1; i < 3 * 24 * 60; i++) {
      Instant next = minute.plusSeconds(60L * i);
      if (maintenance.isOpen(next) && !open) {
        return Optional.of(next);
      }
      open = maintenance.isOpen(next);
    }
    return Optional.empty();
  }

  private static Maintenance berlin(Set<DayOfWeek> days, String from, String to) {
    return new Maintenance(BERLIN, List.of(window(days, from, to)));
  }

  private static Window window(Set<DayOfWeek> days, String from, String to) {
    return new Window(days, LocalTime.parse(from), LocalTime.parse(to));
  }
}
