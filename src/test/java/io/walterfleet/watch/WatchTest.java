package io.walterfleet.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Window;
import io.walterfleet.watch.Notice.Broken;
import io.walterfleet.watch.Notice.Corrected;
import io.walterfleet.watch.Notice.Loaded;
import io.walterfleet.watch.Notice.PutOff;
import io.walterfleet.watch.Notice.SurveyFailed;
import io.walterfleet.watch.Notice.Surveyed;
import io.walterfleet.watch.Watch.End;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The watch in a time that passes at once. */
@Tag("unit")
class GateStateTest {
  private static final Duration TEN = Duration.ofMinutes(10);

  @Test
  void itSurveysAtOnceAndThenAtEachInterval() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, false);
    assertThat(rig.runFor(Duration.ofMinutes(35))).isEqualTo(End.STOPPED);
    assertThat(rig.surveySeconds()).containsExactly(0L, 600L, 1200L, 1800L);
  }

  @Test
  void theSplayAddsUpToItselfAndDiffersFromRoundToRound() {
    WatchRig rig = new WatchRig(TEN, Duration.ofMinutes(2), false);
    rig.runFor(Duration.ofHours(20));
    List<Long> seconds = rig.surveySeconds();
    List<Long> gaps =
        java.util.stream.IntStream.range(1, seconds.size())
            .mapToObj(i -> seconds.get(i) - seconds.get(i - 1))
            .toList();
    assertThat(gaps).hasSizeGreaterThan(90).allMatch(gap -> gap >= 600 && gap <= 722);
    assertThat(gaps.stream().distinct().count()).isGreaterThan(30);
  }

  @Test
  void aSurveyThatTakesLongerThanTheIntervalIsFollowedAtOnceButNotOverlapped() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, false);
    rig.surveyTakes = Duration.ofMinutes(15);
    rig.after(Duration.ofMinutes(40), rig::stop).runFor(Duration.ofHours(1));
    assertThat(rig.surveySeconds()).containsExactly(0L, 900L, 1800L);
  }

  @Test
  void withoutBeingAskedItCorrectsNothing() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, false);
    rig.drifted.add("b");
    rig.runFor(Duration.ofHours(1));
    assertThat(rig.corrections).isEmpty();
    assertThat(rig.told(PutOff.class)).isEmpty();
  }

  @Test
  void whatDriftedIsPutBackOnce() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.after(Duration.ofMinutes(3), () -> rig.drifted.add("b")).runFor(Duration.ofHours(1));
    assertThat(rig.corrections).containsExactly("b 10");
    assertThat(rig.told(Corrected.class)).hasSize(1);
  }

  @Test
  void nothingIsPutBackOutsideAWindowAndEverythingWhenItOpens() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.maintenance = daily("10:25", "10:35");
    rig.drifted.add("b");
    rig.runFor(Duration.ofHours(1));
    assertThat(rig.corrections).containsExactly("b 25");
    assertThat(rig.told(PutOff.class))
        .extracting(PutOff::why)
        .containsOnly("no maintenance window is open")
        .hasSize(3);
    assertThat(rig.told(PutOff.class).get(0))
        .isEqualTo(
            new PutOff(
                WatchRig.BEGIN,
                List.of("b"),
                "no maintenance window is open",
                Optional.of(WatchRig.BEGIN.plus(Duration.ofMinutes(25)))));
  }

  @Test
  void aWindowShorterThanTheIntervalIsNotMissed() {
    WatchRig rig = new WatchRig(Duration.ofHours(6), Duration.ofHours(1), true);
    rig.maintenance = daily("12:00", "12:01");
    rig.drifted.add("a");
    rig.runFor(Duration.ofHours(5));
    assertThat(rig.corrections).containsExactly("a 120");
  }

  @Test
  void whenTheWindowClosesWhatHasNotBegunWaitsForTheNext() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.maintenance = daily("10:00", "10:05");
    rig.correctionTakes = Duration.ofMinutes(4);
    rig.drifted.addAll(List.of("a", "b", "c"));
    rig.runFor(Duration.ofHours(25));
    assertThat(rig.corrections).containsExactly("a 4", "b 8", "c 1444");
  }

  @Test
  void eachFailureDoublesTheWait() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.drifted.add("a");
    rig.resisting.add("a");
    rig.runFor(Duration.ofHours(6));
    assertThat(rig.corrections).containsExactly("a 0", "a 10", "a 30", "a 70", "a 150", "a 310");
    assertThat(rig.told(PutOff.class))
        .extracting(PutOff::why)
        .containsOnly("putting it back failed");
  }

  @Test
  void aMachineThatWaitsDoesNotKeepOthersFromBeingPutBack() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.drifted.add("a");
    rig.resisting.add("a");
    rig.after(Duration.ofMinutes(15), () -> rig.drifted.add("b")).runFor(Duration.ofMinutes(25));
    assertThat(rig.corrections).containsExactly("a 0", "a 10", "b 20");
  }

  @Test
  void aSuccessEndsTheWait() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.drifted.add("a");
    rig.resisting.add("a");
    rig.after(Duration.ofMinutes(25), rig.resisting::clear)
        .after(Duration.ofMinutes(35), () -> rig.drifted.add("a"))
        .after(Duration.ofMinutes(36), () -> rig.resisting.add("a"))
        .runFor(Duration.ofMinutes(55));
    assertThat(rig.corrections).containsExactly("a 0", "a 10", "a 30", "a 40", "a 50");
  }

  @Test
  void aMachineThatSomebodyElseMendedBeginsAnew() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.drifted.add("a");
    rig.resisting.add("a");
    rig.after(Duration.ofMinutes(15), rig.drifted::clear)
        .after(Duration.ofMinutes(25), () -> rig.drifted.add("a"))
        .runFor(Duration.ofMinutes(45));
    assertThat(rig.corrections).containsExactly("a 0", "a 10", "a 30", "a 40");
  }

  @Test
  void anInventoryThatChangesIsReadAndLookedAtAtOnce() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, false);
    rig.after(
            Duration.ofMinutes(3),
            () -> rig.changeInventory(() -> rig.machines = List.of("a", "d")))
        .runFor(Duration.ofMinutes(8));
    assertThat(rig.surveySeconds()).containsExactly(0L, 180L);
    assertThat(rig.told(Surveyed.class).get(1).drift().of("d")).isPresent();
    assertThat(rig.told(Loaded.class)).hasSize(2);
  }

  @Test
  void aBrokenInventoryIsToldOnceAndTheLastGoodOneStays() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.after(
            Duration.ofMinutes(3), () -> rig.changeInventory(() -> rig.problems = "f.yml:1:1: odd"))
        .after(Duration.ofMinutes(5), () -> rig.drifted.add("c"))
        .after(Duration.ofMinutes(25), () -> rig.changeInventory(() -> rig.problems = ""))
        .runFor(Duration.ofMinutes(28));
    assertThat(rig.told(Broken.class))
        .extracting(Broken::problems)
        .containsExactly("f.yml:1:1: odd");
    assertThat(rig.corrections).containsExactly("c 10");
    assertThat(rig.surveySeconds()).containsExactly(0L, 600L, 1200L, 1500L);
  }

  @Test
  void withoutAGoodInventoryItDoesNotBegin() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.problems = "f.yml:1:1: odd";
    assertThat(rig.runFor(Duration.ofHours(1))).isEqualTo(End.NO_INVENTORY);
    assertThat(rig.surveys).isEmpty();
  }

  @Test
  void anInventoryThatChangesMeanwhileHoldsBackWhatHasNotBegun() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.drifted.addAll(List.of("a", "b"));
    rig.correctionTakes = Duration.ofMinutes(1);
    rig.after(
            Duration.ofSeconds(30),
            () -> rig.changeInventory(() -> rig.maintenance = daily("20:00", "21:00")))
        .runFor(Duration.ofMinutes(30));
    assertThat(rig.corrections).containsExactly("a 1");
  }

  @Test
  void aSurveyThatFailsIsToldAndTriedAgain() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.away = "the manifest is away";
    rig.after(Duration.ofMinutes(5), () -> rig.away = "").runFor(Duration.ofMinutes(15));
    assertThat(rig.told(SurveyFailed.class))
        .containsExactly(new SurveyFailed(WatchRig.BEGIN, "the manifest is away"));
    assertThat(rig.told(Surveyed.class)).hasSize(1);
  }

  @Test
  void aMachineThatCannotBeSeenIsLeftAlone() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.unseen.add("a");
    rig.runFor(Duration.ofMinutes(25));
    assertThat(rig.corrections).isEmpty();
  }

  @Test
  void beingStoppedInACorrectionIsSaid() {
    WatchRig rig = new WatchRig(TEN, Duration.ZERO, true);
    rig.drifted.addAll(List.of("a", "b"));
    rig.correctionTakes = Duration.ofMinutes(1);
    rig.after(Duration.ofSeconds(30), rig::stop);
    assertThat(rig.runFor(Duration.ofHours(1))).isEqualTo(End.CUT_SHORT);
    assertThat(rig.corrections).containsExactly("a 1");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static Maintenance daily(String from, String to) {
    return new Maintenance(
        ZoneOffset.UTC,
        List.of(
            new Window(
                EnumSet.allOf(DayOfWeek.class), LocalTime.parse(from), LocalTime.parse(to))));
  }
}
