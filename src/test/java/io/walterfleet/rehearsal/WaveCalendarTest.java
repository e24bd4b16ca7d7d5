package io.walterfleet.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Bound;
import io.walterfleet.fleet.Maintenance.Window;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rehearsal.Forecast.WavePart;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * When the parts of a run begin that windows cut: each machine takes 128 s, one after the other,
 * after 66.5 s of reading and preparing.
 */
@Tag("unit")
@Timeout(60)
class WaveCalendarTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aRunThatFitsIsNotCut() throws Exception {
    assertThat(calendar(4, "02:00", "05:00", "2026-11-28T01:00:00Z")).isEmpty();
  }

  @Test
  void whatHasNotBegunWhenTheWindowClosesGoesOnAtTheNextOpening() throws Exception {
    // the first three begin at 66.5, 195 and 323.5 s; the fourth would at 452, after 05:00
    assertThat(calendar(6, "02:00", "05:00", "2026-11-28T03:53:00Z"))
        .containsExactly(
            "04:53+01:00 to 05:00:31.500+01:00, 3 wait",
            "29T02:00+01:00 to 02:06:25+01:00, 0 wait");
  }

  @Test
  void aRunIsCutByAsManyWindowsAsItTakes() throws Exception {
    assertThat(calendar(5, "02:00", "02:03", "2026-11-28T10:00:00Z"))
        .containsExactly(
            "29T02:00+01:00 to 02:03:14.500+01:00, 4 wait",
            "30T02:00+01:00 to 02:04:16.500+01:00, 2 wait",
            "01T02:00+01:00 to 02:04:16.500+01:00, 0 wait");
  }

  @Test
  void theHourThatComesTwiceCountsTwiceAndTheOneThatIsLeftOutIsMissing() throws Exception {
    // 2026-10-25: 02:00 to 03:00 comes twice; 2026-03-29: it is left out
    List<String> autumn = calendar(60, "01:50", "02:55", "2026-10-24T23:50:00Z");
    assertThat(autumn.get(0)).startsWith("01:50+02:00 to 02:5").contains("+02:00, ");
    assertThat(autumn.get(1)).startsWith("25T02:00+01:00 to ");
    List<String> spring = calendar(60, "01:50", "03:10", "2026-03-29T00:50:00Z");
    assertThat(spring.get(0)).startsWith("01:50+01:00 to 03:1").contains("+02:00, ");
    assertThat(spring.get(1)).startsWith("30T01:50+02:00 to ");
  }

  @Test
  void nothingBeginsOutsideOfAnyWindow() throws Exception {
    Instant begin = Instant.parse("2026-10-23T10:00:00Z");
    Maintenance maintenance = maintenance("23:40", "00:07");
    List<WavePart> entries = WaveCalendar.of(forecast(30), maintenance, begin);
    int left = 30;
    for (WavePart entry : entries) {
      assertThat(maintenance.closed("group", Bound.APPLY, entry.begins().toInstant())).isEmpty();
      assertThat(entry.waiting()).isLessThan(left);
      Duration last = Duration.between(entry.begins(), entry.done()).minusSeconds(128);
      Instant lastBegin = entry.begins().toInstant().plus(last);
      assertThat(maintenance.closed("group", Bound.APPLY, lastBegin)).isEmpty();
      left = entry.waiting();
    }
    assertThat(left).isZero();
    assertThat(entries).hasSize(3);
  }

  private static List<String> calendar(int machines, String from, String to, String now)
      throws Exception {
    return WaveCalendar.of(forecast(machines), maintenance(from, to), Instant.parse(now)).stream()
        .map(entry -> words(entry, now))
        .toList();
  }

  private static String words(WavePart entry, String now) {
    String begins = entry.begins().toOffsetDateTime().toString();
    boolean isFirst = entry.begins().toInstant().equals(Instant.parse(now));
    String done = entry.done().toOffsetDateTime().toString();
    return begins.substring(isFirst ? 11 : 8)
        + " to "
        + done.substring(11)
        + ", "
        + entry.waiting()
        + " wait";
  }

  private static Forecast forecast(int machines) throws Exception {
    Rollout rollout =
        new Rollout(
            List.of(),
            List.of(new CountOrPercent.Count(1)),
            OptionalInt.of(1),
            Duration.ZERO,
            new Rollout.Failure(Stage.FLEET, 64, new CountOrPercent.Count(0), OnFailure.ROLLBACK),
            Gate.DEFAULT);
    Fleet fleet =
        Samples.fleet(
            rollout,
            IntStream.rangeClosed(1, machines)
                .mapToObj(i -> Samples.machine("store-%03d".formatted(i)))
                .toList());
    return new Rehearsal(fleet, new Scenario(List.of(), 1, Assumptions.DEFAULT, 64))
        .hold(Samples.MANIFEST, Optional.empty());
  }

  private static Maintenance maintenance(String from, String to) {
    return new Maintenance(
        BERLIN,
        List.of(
            new Window(EnumSet.allOf(DayOfWeek.class), LocalTime.parse(from), LocalTime.parse(to))),
        Set.of(Bound.APPLY),
        List.of(),
        Map.of());
  }
}
