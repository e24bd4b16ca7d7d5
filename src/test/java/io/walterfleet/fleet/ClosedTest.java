package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Maintenance.Bound;
import io.walterfleet.fleet.Maintenance.Closed;
import io.walterfleet.fleet.Maintenance.Freeze;
import io.walterfleet.fleet.Maintenance.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a machine of a group may be begun, and until when it waits. */
@Tag("unit")
class ClosedTest {
  private static final Window NIGHT =
      new Window(
          EnumSet.allOf(DayOfWeek.class), LocalTime.parse("02:00"), LocalTime.parse("05:00"));

  /** Nights in Berlin; the group us has New York's, the group au Sydney's; a freeze of stores. */
  private static final Maintenance NIGHTS =
      new Maintenance(
          ZoneId.of("Europe/Berlin"),
          List.of(NIGHT),
          Set.of(Bound.APPLY),
          List.of(
              new Freeze(
                  LocalDate.parse("2026-12-18"),
                  LocalDate.parse("2027-01-04"),
                  Set.of("stores", "us"),
                  "season")),
          Map.of("us", ZoneId.of("America/New_York"), "au", ZoneId.of("Australia/Sydney")));

  @ParameterizedTest
  @CsvSource(
      nullValues = "open",
      value = {
        // windows, in winter: Berlin is at +01:00, New York at -05:00, Sydney at +11:00
        "canary, 2026-11-23T00:59:59Z, 2026-11-23T01:00:00Z",
        "canary, 2026-11-23T01:00:00Z, open",
        "canary, 2026-11-23T03:59:59Z, open",
        "canary, 2026-11-23T04:00:00Z, 2026-11-24T01:00:00Z",
        "us, 2026-11-23T06:59:59Z, 2026-11-23T07:00:00Z",
        "us, 2026-11-23T07:00:00Z, open",
        "us, 2026-11-23T10:00:00Z, 2026-11-24T07:00:00Z",
        "au, 2026-11-22T14:59:59Z, 2026-11-22T15:00:00Z",
        "au, 2026-11-22T15:00:00Z, open",
        "au, 2026-11-22T18:00:00Z, 2026-11-23T15:00:00Z",
        // in summer: +02:00, -04:00, +10:00
        "canary, 2026-07-01T00:00:00Z, open",
        "canary, 2026-07-01T03:00:00Z, 2026-07-02T00:00:00Z",
        "us, 2026-07-01T06:00:00Z, open",
        "us, 2026-07-01T09:00:00Z, 2026-07-02T06:00:00Z",
        "au, 2026-07-01T16:00:00Z, open",
        // Berlin's clock goes forward on 2026-03-29, back on 2026-10-25
        "canary, 2026-03-28T04:00:00Z, 2026-03-29T01:00:00Z",
        "canary, 2026-03-29T00:59:59Z, 2026-03-29T01:00:00Z",
        "canary, 2026-03-29T02:59:59Z, open",
        "canary, 2026-03-29T03:00:00Z, 2026-03-30T00:00:00Z",
        "canary, 2026-10-24T03:00:00Z, 2026-10-25T00:00:00Z",
        "canary, 2026-10-25T01:30:00Z, open",
        "canary, 2026-10-25T03:59:59Z, open",
        "canary, 2026-10-25T04:00:00Z, 2026-10-26T01:00:00Z",
        // New York's on 2026-03-08 and 2026-11-01
        "us, 2026-03-07T10:00:00Z, 2026-03-08T07:00:00Z",
        "us, 2026-03-08T08:59:59Z, open",
        "us, 2026-03-08T09:00:00Z, 2026-03-09T06:00:00Z",
        "us, 2026-11-01T05:30:00Z, 2026-11-01T07:00:00Z",
        "us, 2026-11-01T06:30:00Z, 2026-11-01T07:00:00Z",
        // Sydney's forward on 2026-10-04, back on 2026-04-05
        "au, 2026-10-03T15:59:59Z, 2026-10-03T16:00:00Z",
        "au, 2026-10-03T17:59:59Z, open",
        "au, 2026-10-03T18:00:00Z, 2026-10-04T15:00:00Z",
        "au, 2026-04-04T15:30:00Z, open",
        "au, 2026-04-04T18:59:59Z, open",
        // the freeze, by the days of each group's own zone
        "stores, 2026-12-17T03:59:59Z, open",
        "stores, 2026-12-17T04:00:00Z, 2027-01-05T01:00:00Z",
        "stores, 2026-12-18T02:00:00Z, 2027-01-05T01:00:00Z",
        "stores, 2027-01-04T23:30:00Z, 2027-01-05T01:00:00Z",
        "stores, 2027-01-05T01:00:00Z, open",
        "canary, 2026-12-24T02:00:00Z, open",
        "us, 2026-12-17T09:59:59Z, open",
        "us, 2026-12-18T04:30:00Z, 2027-01-05T07:00:00Z",
        "us, 2027-01-05T04:59:59Z, 2027-01-05T07:00:00Z",
      })
  void aGroupWaitsForItsOwnNight(String group, Instant now, Instant until) {
    Optional<Closed> closed = NIGHTS.closed(group, Bound.APPLY, now);
    assertThat(closed.flatMap(Closed::until).map(at -> at.toInstant()))
        .isEqualTo(Optional.ofNullable(until));
    assertThat(closed.isEmpty()).isEqualTo(until == null);
  }

  @ParameterizedTest
  @CsvSource({
    "stores, 2026-12-24T02:00:00Z, 'frozen from 2026-12-18 to 2027-01-04 (season); it may begin on Tue 2027-01-05 at 02:00 (Europe/Berlin)'",
    "us, 2026-12-24T02:00:00Z, 'frozen from 2026-12-18 to 2027-01-04 (season); it may begin on Tue 2027-01-05 at 02:00 (America/New_York)'",
    "canary, 2026-03-29T03:00:00Z, 'no maintenance window is open; it may begin on Mon 2026-03-30 at 02:00 (Europe/Berlin)'",
  })
  void whatWaitsAndUntilWhenIsSaid(String group, Instant now, String sentence) {
    assertThat(NIGHTS.closed(group, Bound.APPLY, now).map(Closed::sentence)).contains(sentence);
  }

  @Test
  void windowsBindWhomTheyNameAndFreezesAll() {
    Instant noon = Instant.parse("2026-11-23T12:00:00Z");
    Instant frozen = Instant.parse("2026-12-24T12:00:00Z");
    assertThat(NIGHTS.closed("stores", Bound.WATCH, noon)).isEmpty();
    assertThat(NIGHTS.closed("stores", Bound.APPLY, noon)).isPresent();
    assertThat(NIGHTS.closed("stores", Bound.WATCH, frozen)).isPresent();
    assertThat(NIGHTS.closed("canary", Bound.WATCH, frozen)).isEmpty();
    assertThat(NIGHTS.closed("stores", Bound.WATCH, frozen).flatMap(Closed::until))
        .contains(LocalDate.parse("2027-01-05").atStartOfDay(ZoneId.of("Europe/Berlin")));
    assertThat(Maintenance.ANY_TIME.closed("stores", Bound.APPLY, noon)).isEmpty();
  }

  @Test
  void freezesThatFollowEachOtherAreOne() {
    Maintenance two =
        new Maintenance(
            ZoneId.of("UTC"),
            List.of(),
            Set.of(Bound.WATCH),
            List.of(freeze("2026-12-01", "2026-12-10"), freeze("2026-12-08", "2027-12-20")),
            Map.of());
    assertThat(
            two.closed("any", Bound.APPLY, Instant.parse("2026-12-05T00:00:00Z"))
                .flatMap(Closed::until)
                .map(at -> at.toInstant()))
        .contains(Instant.parse("2027-12-21T00:00:00Z"));
  }

  private static Freeze freeze(String from, String to) {
    return new Freeze(LocalDate.parse(from), LocalDate.parse(to), Set.of(), "");
  }
}
