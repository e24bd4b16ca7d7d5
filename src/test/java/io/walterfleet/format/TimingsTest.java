package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.format.Expected.Span;
import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.format.PastRun.Summary;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.step.StepReport.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What past runs tell of a plan, step by step and by how much is copied. */
@Tag("unit")
class TimingsTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final long GIGABYTE = 1_000_000_000L;

  @Test
  void whatIsCopiedAndPackedTakesSoMuchLongerAsThereIsMore() {
    Plan plan = plan(8);
    // 10 s and 4 s per gigabyte, and 33 s for the rest
    Expected expected = expected(plan, List.of(run(1), run(2), run(4)));
    assertThat(expected.whole()).isEqualTo(both(33 + 8 * 14));
    assertThat(expected.down()).isEqualTo(both(33 - 12 + 8 * 10));
    assertThat(expected(plan(1), List.of(run(1), run(2), run(4))).whole()).isEqualTo(both(33 + 14));
  }

  @Test
  void whatIsCopiedWhileWalterRunsIsNoDowntime() {
    List<PastRun> past = List.of(ahead(1, 2), ahead(2, 2), ahead(4, 2));
    assertThat(expected(plan(8), past).whole()).isEqualTo(both(33 + 8 * 14));
    assertThat(expected(plan(8), past).down()).isEqualTo(both(33 - 12 + 2));
    assertThat(expected(plan(1), List.of(ahead(4, 39))).down()).isEqualTo(both(33 - 12 + 39));
    // a machine that says more than was measured
    assertThat(expected(plan(1), List.of(ahead(1, -5))).down()).isEqualTo(both(33 - 12));
  }

  /** A run whose backup took so many seconds more once all was stopped. */
  private static PastRun ahead(long gigabytes, long stopped) {
    return run(
        plan(gigabytes),
        played(plan(gigabytes), gigabytes, true, "").stream()
            .map(
                event ->
                    event instanceof StepFinished step && step.step().equals("backup")
                        ? step.copying(step.bytes(), step.took().minusSeconds(stopped))
                        : event)
            .toList());
  }

  @Test
  void aHistoryThatDoesNotSayHowMuchWasCopiedIsTakenAsItIs() {
    List<PastRun> old = List.of(run(plan(1), played(plan(1), 1, false, "")));
    assertThat(expected(plan(8), old).whole()).isEqualTo(both(33 + 14));
    assertThat(expected(plan(8), old).told()).isEqualTo(new Expected.Told(1, 1, List.of()));
  }

  @Test
  void aVolumeThatWasNeverMeasuredTakesWhatOthersTook() {
    MachinePlan measured = machine(1);
    MachinePlan unmeasured =
        new MachinePlan(
            measured.subject(),
            measured.judgement(),
            measured.changes(),
            measured.steps(),
            measured.goal());
    assertThat(expected(SamplePlans.of(List.of(unmeasured)), List.of(run(4))).whole())
        .isEqualTo(both(33 + 4 * 14));
  }

  /** The gate changes nothing, so its step is told as one that was done already. */
  @Test
  void theGateOfARunIsRemembered() {
    assertThat(expected(plan(1), List.of(run(1))).told().usual()).isEmpty();
  }

  @Test
  void aMachineThatFailedTellsOfTheStepsThatItEndedBefore() {
    PastRun failed = run(plan(2), played(plan(2), 2, true, "gate"));
    Expected expected = expected(plan(2), List.of(failed));
    // neither the gate that failed nor the one after the way back, which is as quick as can be
    assertThat(expected.told())
        .isEqualTo(new Expected.Told(1, 1, List.of(StepKind.GATE, StepKind.FINISH)));
    assertThat(expected.whole()).isEqualTo(both(33 - 8 + 2 * 10 + 15 + 1));
  }

  @Test
  void aMachineThatEndedNoStepTellsNothing() {
    PastRun failed = run(plan(2), played(plan(2), 2, true, "stage"));
    assertThat(expected(plan(2), List.of(failed)).told().runs()).isZero();
  }

  @Test
  void aWayBackIsJudgedFromThoseBeforeByWhatIsPutBack() {
    List<PastRun> past =
        List.of(back(Optional.of(1L), 20), back(Optional.of(4L), 50), back(Optional.of(2L), 30));
    assertThat(BackTime.of(past, Optional.of(true), List.of(10 * GIGABYTE)))
        .contains(new BackTime(both(110), 3, 3));
    assertThat(BackTime.of(past, Optional.of(false), List.of())).isEmpty();
    List<PastRun> without = new ArrayList<>(past);
    without.add(back(Optional.empty(), 7));
    without.add(run(plan(2), played(plan(2), 2, true, "gate")));
    assertThat(BackTime.of(without, Optional.of(false), List.of()))
        .map(BackTime::sentence)
        .contains(
            "Putting a machine back takes 7.0 s: so 9 of 10 go, judged from 2 machines put back in 2"
                + " earlier runs.");
    assertThat(BackTime.of(without, Optional.empty(), List.of(GIGABYTE)).orElseThrow())
        .isEqualTo(new BackTime(new Span(seconds(7), seconds(20)), 5, 5));
    assertThat(BackTime.of(past, Optional.of(true), List.of()).orElseThrow().each())
        .isEqualTo(new Span(seconds(20), seconds(50)));
  }

  private static Expected expected(Plan plan, List<PastRun> past) {
    Rollout rollout =
        new Rollout(
            List.of(),
            List.of(new CountOrPercent.Count(1)),
            OptionalInt.empty(),
            Duration.ZERO,
            Rollout.DEFAULT.failure(),
            Gate.DEFAULT);
    return Outlook.of(plan, rollout, past, 8).expected().orElseThrow();
  }

  private static Span both(long seconds) {
    return new Span(seconds(seconds), seconds(seconds));
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Plan plan(long gigabytes) {
    return SamplePlans.of(List.of(machine(gigabytes)));
  }

  private static MachinePlan machine(long gigabytes) {
    return SamplePlans.upgrade("store-001", gigabytes * GIGABYTE);
  }

  private static PastRun run(long gigabytes) {
    return run(plan(gigabytes), played(plan(gigabytes), gigabytes, true, ""));
  }

  private static PastRun run(Plan plan, List<Event> events) {
    return new PastRun(summary(), Optional.of(plan), events);
  }

  private static int number;

  private static Summary summary() {
    return new Summary(
        new Opening("R" + number++, START, "emea", "apply", "me@here", "1"),
        Optional.empty(),
        false);
  }

  /** A rollback, with the volumes where they have a size. */
  private static PastRun back(Optional<Long> gigabytes, long took) {
    StepFinished step =
        new StepFinished(START, "a", "rollback", Result.CHANGED, seconds(took), "back");
    return new PastRun(
        summary(),
        Optional.empty(),
        List.of(gigabytes.map(many -> step.copying(many * GIGABYTE, Duration.ZERO)).orElse(step)));
  }

  /** A run of one machine which may fail in a step, and is put back then in 7 s. */
  private static List<Event> played(Plan plan, long gigabytes, boolean tells, String fails) {
    MachinePlan machine = plan.machines().get(0);
    List<Event> events = new ArrayList<>();
    Instant at = START;
    for (StepKind step : machine.steps()) {
      boolean isFailure = step.word().equals(fails);
      Duration took = took(step, gigabytes);
      events.add(new StepStarted(at, machine.name(), step.word()));
      at = at.plus(took);
      Result done = step == StepKind.GATE ? Result.ALREADY : Result.CHANGED;
      StepFinished end =
          new StepFinished(
              at, machine.name(), step.word(), isFailure ? Result.FAILED : done, took, "");
      boolean copies = step == StepKind.BACKUP || step == StepKind.FINISH;
      events.add(copies && tells ? end.copying(gigabytes * GIGABYTE, Duration.ZERO) : end);
      if (isFailure) {
        for (String back : List.of("rollback", "gate")) {
          events.add(new StepStarted(at, machine.name(), back));
          Duration time = seconds(back.equals("gate") ? 0 : 7);
          at = at.plus(time);
          events.add(
              new StepFinished(
                  at,
                  machine.name(),
                  back,
                  back.equals("gate") ? Result.ALREADY : Result.CHANGED,
                  time,
                  ""));
        }
        break;
      }
    }
    Outcome outcome = fails.isEmpty() ? Outcome.APPLIED : Outcome.ROLLED_BACK;
    events.add(new MachineFinished(at, new MachineResult(machine.name(), outcome, "", "")));
    return events;
  }

  private static Duration took(StepKind step, long gigabytes) {
    return seconds(
        switch (step) {
          case STAGE, PULL -> 6;
          case BACKUP -> 10 * gigabytes;
          case SWAP -> 3;
          case MIGRATE, RESTART -> 5;
          case GATE -> 8;
          case FINISH -> 4 * gigabytes;
        });
  }
}
