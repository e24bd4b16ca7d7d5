package io.walterfleet.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rehearsal.Fault.Kind;
import io.walterfleet.rehearsal.Forecast.Phase;
import io.walterfleet.rollout.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** So many machines at a time, the next as soon as one is through; on a clock in memory. */
@Tag("unit")
@Timeout(120)
class AtOnceTest {
  /**
   * Where a machine takes s times as long as the others, ten batches of ten with two of them take 8
   * + 2 s, and the ideal 9.8 + 0.2 s: twice as long from s = 7 on, and 1.67 times at s = 5, as long
   * as a simulated machine takes that is slow in everything. These two take longest to restart,
   * too.
   */
  @ParameterizedTest
  @CsvSource({"7, 60", "1, 11", "20, 33", "45, 52", "10, 60"})
  void twoSlowMachinesOfAHundredHoldUpNothingWhereTheyWouldHoldUpTwoBatches(int one, int other)
      throws Exception {
    String[] names = {"store-" + one, "store-" + other};
    List<Fault> slow =
        List.of(
            fault(Kind.SLOW, Optional.empty(), names),
            fault(Kind.SLOW, Optional.of(StepKind.RESTART), names));
    Duration verySlow =
        changing(
            single(
                List.of(
                    fault(Kind.SLOW, Optional.empty(), "store-1"),
                    fault(Kind.SLOW, Optional.of(StepKind.RESTART), "store-1"))));
    Rollout slots = rollout(OptionalInt.of(10), 10, 0);
    List<Duration> each = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      each.add(i == one || i == other ? verySlow : plain);
    }
    Duration sum = each.stream().reduce(Duration.ZERO, Duration::plus);
    double ideal = Math.max(sum.toMillis() / 10.0, verySlow.toMillis() * 1.0);

    Duration atOnce = changing(forecast(100, slots, slow));
    assertThat(atOnce).isEqualTo(reference(each, 10));
    assertThat(atOnce.toMillis() / ideal).isLessThanOrEqualTo(1.2);
    Duration batches = changing(forecast(100, rollout(OptionalInt.empty(), 10, 0), slow));
    assertThat(batches.toMillis() / ideal).isBetween(1.8, 2.2);
  }

  private final Duration plain = changing(single(List.of()));
  private final Duration delayed =
      changing(single(List.of(fault(Kind.SLOW, Optional.empty(), "store-1"))));

  AtOnceTest() throws InterruptedException {}

  /** Each of four machines is well, fails, is slow, or is slow and fails. */
  @Test
  void everySmallCaseBeginsInOrderKeepsTheBudgetAndTakesAsLongAsTheReference() throws Exception {
    for (int slots = 1; slots <= 3; slots++) {
      for (int maxFailed = 0; maxFailed <= 1; maxFailed++) {
        for (int kinds = 0; kinds < 256; kinds++) {
          check(slots, maxFailed, kinds);
        }
      }
    }
  }

  private void check(int slots, int maxFailed, int kinds) throws Exception {
    List<String> slow = new ArrayList<>();
    List<String> failing = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int kind = (kinds >> (2 * i)) & 3;
      if ((kind & 1) != 0) {
        failing.add("store-" + (i + 1));
      }
      if ((kind & 2) != 0) {
        slow.add("store-" + (i + 1));
      }
    }
    Forecast forecast =
        forecast(
            4,
            rollout(OptionalInt.of(slots), 1, maxFailed),
            List.of(
                fault(Kind.FAILS, Optional.of(StepKind.SWAP), failing.toArray(String[]::new)),
                fault(Kind.SLOW, Optional.empty(), slow.toArray(String[]::new))));
    String what =
        slots + " slots, " + maxFailed + " borne, " + failing + " fail, " + slow + " slow";
    List<Outcome> outcomes =
        forecast.result().machines().stream().map(one -> one.outcome()).toList();
    List<Boolean> begun = outcomes.stream().map(outcome -> outcome != Outcome.SKIPPED).toList();
    assertThat(begun.lastIndexOf(true)).as(what).isLessThan(firstSkipped(begun));
    long failed = outcomes.stream().filter(Outcome::isFailure).count();
    assertThat(failed).as(what).isLessThanOrEqualTo(maxFailed + 1L + slots - 1);
    assertThat(begun.contains(false) && failed <= maxFailed).as(what).isFalse();
    if (failing.size() <= maxFailed) {
      assertThat(begun).as(what).doesNotContain(false);
    }
    if (failing.isEmpty()) {
      List<Duration> each =
          IntStream.rangeClosed(1, 4)
              .mapToObj(i -> slow.contains("store-" + i) ? delayed : plain)
              .toList();
      assertThat(changing(forecast)).as(what).isEqualTo(reference(each, slots));
    }
  }

  private static int firstSkipped(List<Boolean> begun) {
    int first = begun.indexOf(false);
    return first < 0 ? begun.size() : first;
  }

  private static Forecast single(List<Fault> faults) throws InterruptedException {
    return forecast(1, rollout(OptionalInt.of(1), 1, 0), faults);
  }

  /** Each begins when the first of the slots is free. */
  private static Duration reference(List<Duration> each, int slots) {
    PriorityQueue<Duration> free = new PriorityQueue<>();
    IntStream.range(0, slots).forEach(i -> free.add(Duration.ZERO));
    Duration last = Duration.ZERO;
    for (Duration one : each) {
      Duration ends = free.remove().plus(one);
      free.add(ends);
      last = ends.compareTo(last) > 0 ? ends : last;
    }
    return last;
  }

  /** From when all are prepared until the last one is through. */
  private static Duration changing(Forecast forecast) {
    List<Phase> all = forecast.course().batches();
    Phase last = all.get(all.size() - 1);
    Phase prepared = forecast.course().preparation().orElseThrow();
    return last.begins().plus(last.takes()).minus(prepared.begins()).minus(prepared.takes());
  }

  private static Forecast forecast(int machines, Rollout rollout, List<Fault> faults)
      throws InterruptedException {
    Fleet fleet =
        Samples.fleet(
            rollout,
            IntStream.rangeClosed(1, machines)
                .mapToObj(i -> Samples.machine("store-" + i))
                .toList());
    return new Rehearsal(fleet, new Scenario(faults, 1, Assumptions.DEFAULT, 200))
        .hold(Samples.MANIFEST, Optional.empty());
  }

  private static Rollout rollout(OptionalInt atOnce, int batch, int maxFailed) {
    return new Rollout(
        List.of(),
        List.of(new CountOrPercent.Count(batch)),
        atOnce,
        Duration.ZERO,
        new Rollout.Failure(Stage.FLEET, 8, new CountOrPercent.Count(maxFailed), OnFailure.LEAVE),
        Gate.DEFAULT);
  }

  private static Fault fault(Kind kind, Optional<StepKind> step, String... machines) {
    return new Fault(kind, step, Set.of(machines), 100, kind.name());
  }
}
