package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.CountOrPercent.Count;
import io.walterfleet.fleet.CountOrPercent.Percent;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class BatchesTest {
  @Test
  void aPercentageIsRoundedUpAndNeverBelowOne() {
    assertThat(sizes(7, new Percent(10))).containsExactly(1, 1, 1, 1, 1, 1, 1);
    assertThat(sizes(7, new Percent(0))).containsExactly(1, 1, 1, 1, 1, 1, 1);
    assertThat(sizes(7, new Percent(15))).containsExactly(2, 2, 2, 1);
    assertThat(sizes(7, new Percent(100))).containsExactly(7);
  }

  @Test
  void theLastShareRepeats() {
    assertThat(sizes(20, new Count(1), new Percent(10), new Percent(25)))
        .containsExactly(1, 2, 5, 5, 5, 2);
  }

  @Test
  void aCountOfNoneIsOne() {
    assertThat(sizes(3, new Count(0))).containsExactly(1, 1, 1);
  }

  @Test
  void aShareBeyondTheWaveIsTheWave() {
    assertThat(sizes(3, new Count(50))).containsExactly(3);
    assertThat(sizes(0, new Count(50))).isEmpty();
  }

  @Test
  void sizesAreAsCountedByHandForEverySmallFleet() {
    for (int machines = 0; machines <= 40; machines++) {
      for (int hundredths = 0; hundredths <= 100; hundredths += 5) {
        List<Integer> expected = counted(machines, 1, hundredths);
        assertThat(sizes(machines, new Count(1), new Percent(hundredths)))
            .as("%s machines, 1 then %s %%", machines, hundredths)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void wavesComeInOrderAndWhatNoWaveNamesComesLast() {
    List<MachinePlan> machines =
        List.of(
            machine("lab-1", "lab"),
            machine("store-1", "stores"),
            machine("edge-1", "canary"),
            machine("store-2", "stores"),
            machine("attic-1", "attic"),
            machine("edge-2", "canary"));
    assertThat(Batches.of(machines, rollout(List.of("canary", "stores"), new Count(2))).all())
        .containsExactly(
            new Batch("canary", List.of("edge-1", "edge-2")),
            new Batch("stores", List.of("store-1", "store-2")),
            new Batch("remaining", List.of("lab-1", "attic-1")));
  }

  @Test
  void sharesAreOfTheWaveAndBeginAnewInEach() {
    List<MachinePlan> machines = new ArrayList<>(machines(4, "canary"));
    machines.addAll(machines(8, "stores"));
    Rollout rollout = rollout(List.of("canary", "stores"), new Count(1), new Percent(50));
    assertThat(Batches.of(machines, rollout).all().stream().map(batch -> batch.machines().size()))
        .containsExactly(1, 2, 1, 1, 4, 3);
  }

  @Test
  void aWaveWithoutAMachineAndAWaveNamedTwiceAddNothing() {
    Rollout rollout = rollout(List.of("ghosts", "stores", "stores"), new Count(9));
    assertThat(Batches.of(machines(2, "stores"), rollout).all())
        .containsExactly(new Batch("stores", List.of("stores-0", "stores-1")));
  }

  @Test
  void aGroupCalledRestIsAGroupLikeAnyOther() {
    List<MachinePlan> machines =
        List.of(machine("a", "remaining"), machine("b", "stores"), machine("c", "unnamed"));
    assertThat(Batches.of(machines, rollout(List.of("remaining", "stores"), new Count(9))).all())
        .containsExactly(
            new Batch("remaining", List.of("a")),
            new Batch("stores", List.of("b")),
            new Batch("remaining", List.of("c")));
  }

  @Property(tries = 300)
  void everyMachineIsInExactlyOneBatchAndNoBatchIsEmpty(
      @ForAll("fleets") List<MachinePlan> machines, @ForAll("rollouts") Rollout rollout) {
    List<Batch> batches = Batches.of(machines, rollout).all();
    assertThat(batches.stream().flatMap(batch -> batch.machines().stream()).toList())
        .containsExactlyInAnyOrderElementsOf(machines.stream().map(MachinePlan::name).toList());
    assertThat(batches).noneMatch(batch -> batch.machines().isEmpty());
  }

  @Property(tries = 300)
  void aMachineOfAnEarlierWaveIsNeverBehindOneOfALaterWave(
      @ForAll("fleets") List<MachinePlan> machines, @ForAll("rollouts") Rollout rollout) {
    List<String> waves =
        Batches.of(machines, rollout).all().stream().map(Batch::wave).distinct().toList();
    List<String> order = new ArrayList<>(rollout.waves().stream().map(Wave::group).toList());
    order.add("remaining");
    order.retainAll(waves);
    assertThat(waves).isEqualTo(order);
  }

  @Provide
  Arbitrary<List<MachinePlan>> fleets() {
    Arbitrary<String> groups = Arbitraries.of("canary", "stores", "lab", "attic");
    return groups
        .list()
        .ofMaxSize(60)
        .map(
            names ->
                IntStream.range(0, names.size())
                    .mapToObj(i -> machine("m" + i, names.get(i)))
                    .toList());
  }

  @Provide
  Arbitrary<Rollout> rollouts() {
    Arbitrary<CountOrPercent> count = Arbitraries.integers().between(0, 70).map(Count::new);
    Arbitrary<CountOrPercent> percent = Arbitraries.integers().between(0, 100).map(Percent::new);
    Arbitrary<List<CountOrPercent>> shares =
        Arbitraries.oneOf(count, percent).list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<Set<String>> waves = Arbitraries.of("canary", "stores", "lab").set();
    return net.jqwik.api.Combinators.combine(waves, shares)
        .as((names, sizes) -> rollout(List.copyOf(names), sizes.toArray(CountOrPercent[]::new)));
  }

  /** The sizes, found by taking one machine after the other. */
  private static List<Integer> counted(int machines, int first, int hundredths) {
    List<Integer> sizes = new ArrayList<>();
    int room = first;
    for (int i = 0; i < machines; i++) {
      if (sizes.isEmpty() || sizes.get(sizes.size() - 1) == room) {
        room =
            sizes.isEmpty() ? first : Math.max(1, (int) Math.ceil(machines * hundredths / 100.0));
        sizes.add(0);
      }
      sizes.set(sizes.size() - 1, sizes.get(sizes.size() - 1) + 1);
    }
    return sizes;
  }

  private static List<Integer> sizes(int machines, CountOrPercent... shares) {
    return Batches.of(machines(machines, "stores"), rollout(List.of(), shares)).all().stream()
        .map(batch -> batch.machines().size())
        .toList();
  }

  private static List<MachinePlan> machines(int count, String group) {
    return IntStream.range(0, count).mapToObj(i -> machine(group + "-" + i, group)).toList();
  }

  private static MachinePlan machine(String name, String group) {
    return new MachinePlan(
        new Subject(name, group, "10.0.0.1", ""),
        Judgement.of(Verdict.CHANGE),
        List.of(),
        List.of(),
        Optional.empty());
  }

  private static Rollout rollout(List<String> waves, CountOrPercent... shares) {
    return new Rollout(
        Wave.plain(waves), List.of(shares), Duration.ZERO, Rollout.Failure.DEFAULT, Gate.DEFAULT);
  }
}
