package io.walterfleet.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.format.Expected;
import io.walterfleet.format.Expected.Span;
import io.walterfleet.format.Outlook;
import io.walterfleet.format.PastRun;
import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.format.PastRun.Summary;
import io.walterfleet.format.SamplePlans;
import io.walterfleet.plan.Batches;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.step.StepReport.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whether runs take as long as is told before: 60 make the history, 20 more are held against it,
 * four times for each form of a rollout.
 *
 * <p>A run has good and bad days, machines differ, each step does, and a few machines are very
 * slow. The data of each machine is larger or smaller in each run, and three times as large when it
 * is held against that. Runs go side by side on a clock in memory, as the engine's rehearsals do,
 * which knows nothing of how a forecast adds times up.
 */
@Tag("unit")
@Timeout(120)
class HeldOutRunsTest {
  private static final int FORKS = 16;
  private static final int MACHINES = 30;
  private static final Duration LEAD = Duration.ofMillis(1500);

  @Test
  void nineOfTenRunsInBatchesTakeAsLongAsIsTold() throws Exception {
    check(rollout(OptionalInt.empty()));
  }

  @Test
  void nineOfTenRunsInSlotsTakeAsLongAsIsTold() throws Exception {
    check(rollout(OptionalInt.of(5)));
  }

  private static void check(Rollout rollout) throws Exception {
    int held = 0;
    int heldWithoutBytes = 0;
    for (int seed = 1; seed <= 4; seed++) {
      Random random = new Random(seed);
      List<PastRun> past = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        past.add(run(plan(rollout, 1, random), rollout, random));
      }
      List<PastRun> old = past.stream().map(HeldOutRunsTest::withoutBytes).toList();
      Plan grown = plan(rollout, 3, random);
      Expected expected = Outlook.of(grown, rollout, past, FORKS).expected().orElseThrow();
      Expected blind = Outlook.of(grown, rollout, old, FORKS).expected().orElseThrow();
      for (int i = 0; i < 20; i++) {
        Duration took = took(run(grown, rollout, random));
        held += isIn(took, expected.whole()) ? 1 : 0;
        heldWithoutBytes += isIn(took, blind.whole()) ? 1 : 0;
      }
      assertThat(expected.told()).isEqualTo(new Expected.Told(60 * MACHINES, 60, List.of()));
    }
    assertThat(held / 80.0).isBetween(0.80, 0.98);
    assertThat(heldWithoutBytes / 80.0).as("a history that knows no bytes").isLessThan(0.5);
  }

  private static boolean isIn(Duration took, Span span) {
    return took.compareTo(span.from()) >= 0 && took.compareTo(span.to()) <= 0;
  }

  /** As controllers wrote it down before machines told how much they copied. */
  private static PastRun withoutBytes(PastRun run) {
    return new PastRun(
        run.summary(),
        run.plan(),
        run.events().stream()
            .map(
                event ->
                    event instanceof StepFinished step ? step.copying(0, Duration.ZERO) : event)
            .toList());
  }

  private static Duration took(PastRun run) {
    List<Event> events = run.events();
    return Duration.between(events.get(0).at(), events.get(events.size() - 1).at());
  }

  private static PastRun run(Plan plan, Rollout rollout, Random random)
      throws InterruptedException {
    double day = factor(random, 0.2);
    Map<String, Map<StepKind, Duration>> times = new HashMap<>();
    for (MachinePlan machine : plan.acting()) {
      double own = day * factor(random, 0.15) * (random.nextInt(100) < 2 ? 4 : 1);
      Map<StepKind, Duration> steps = new HashMap<>();
      for (StepKind step : machine.steps()) {
        double of = usual(step, machine) * own * factor(random, 0.2);
        steps.put(step, Duration.ofMillis(Math.round(of)));
      }
      times.put(machine.name(), steps);
    }
    return new PlayedRun(plan, rollout, times).played();
  }

  /** Milliseconds; a part of what copies and packs data goes with it. */
  private static double usual(StepKind step, MachinePlan machine) {
    double gigabytes = bytes(machine) / 1e9;
    return switch (step) {
      case BACKUP -> 12_000 + 15_000 * gigabytes;
      case FINISH -> 1_000 + 8_000 * gigabytes;
      default -> step.usual().toMillis();
    };
  }

  private static long bytes(MachinePlan machine) {
    return machine.copies().orElseThrow().bytes();
  }

  private static double factor(Random random, double spread) {
    return Math.exp(random.nextGaussian() * spread);
  }

  /** A run on a clock in memory. */
  private static final class PlayedRun {
    private final Plan plan;
    private final Rollout rollout;
    private final Map<String, Map<StepKind, Duration>> times;
    private final VirtualTime time = new VirtualTime();
    private final List<Event> events = new ArrayList<>();

    private PlayedRun(Plan plan, Rollout rollout, Map<String, Map<StepKind, Duration>> times) {
      this.plan = plan;
      this.rollout = rollout;
      this.times = times;
    }

    private PastRun played() throws InterruptedException {
      events.add(new RunStarted(time.instant(), "R", "P", MACHINES, 1));
      time.of(Duration.ofSeconds(2));
      List<String> names = plan.acting().stream().map(MachinePlan::name).toList();
      time.map(names, FORKS, name -> step(name, StepKind.STAGE));
      time.map(names, rollout.failure().pulls(), name -> step(name, StepKind.PULL));
      for (Batch batch : plan.batches().all()) {
        if (!batch.equals(plan.batches().all().get(0))) {
          time.of(rollout.pause());
        }
        time.map(batch.machines(), plan.batches().atOnce(FORKS), this::turn);
      }
      return new PastRun(
          new Summary(
              new Opening("R", Instant.EPOCH, "emea", "apply", "me@here", "1"),
              Optional.empty(),
              false),
          Optional.of(plan),
          events);
    }

    private boolean turn(String name) {
      sleep(LEAD);
      for (StepKind step : StepKind.values()) {
        if (!step.isPreparation()) {
          step(name, step);
          sleep(Duration.ofMillis(300));
        }
      }
      return events.add(
          new MachineFinished(time.instant(), new MachineResult(name, Outcome.APPLIED, "", "")));
    }

    private boolean step(String name, StepKind step) {
      Duration takes = Objects.requireNonNull(Objects.requireNonNull(times.get(name)).get(step));
      events.add(new StepStarted(time.instant(), name, step.word()));
      sleep(takes);
      boolean copies = step == StepKind.BACKUP || step == StepKind.FINISH;
      Result result = step == StepKind.GATE ? Result.ALREADY : Result.CHANGED;
      return events.add(
          new StepFinished(time.instant(), name, step.word(), result, takes, "")
              .copying(copies ? bytes(plan.of(name).orElseThrow()) : 0, Duration.ZERO));
    }

    private void sleep(Duration duration) {
      try {
        time.of(duration);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }
  }

  /** A plan for machines with some gigabytes each, times so much. */
  private static Plan plan(Rollout rollout, double grown, Random random) {
    List<MachinePlan> machines =
        IntStream.rangeClosed(1, MACHINES)
            .mapToObj(i -> machine("store-%03d".formatted(i), 4e9 * grown * factor(random, 0.6)))
            .toList();
    Plan plan = SamplePlans.of(machines);
    return new Plan(
        plan.header(), plan.bundle(), machines, Batches.of(machines, rollout), plan.budget());
  }

  private static MachinePlan machine(String name, double bytes) {
    return SamplePlans.upgrade(name, Math.round(bytes));
  }

  private static Rollout rollout(OptionalInt atOnce) {
    return new Rollout(
        List.of(),
        List.of(new CountOrPercent.Count(1), new CountOrPercent.Percent(25)),
        atOnce,
        Duration.ofSeconds(30),
        new Rollout.Failure(Stage.FLEET, 8, new CountOrPercent.Count(0), OnFailure.ROLLBACK),
        Gate.DEFAULT);
  }
}
