package io.walterfleet.plan;

import io.walterfleet.fleet.Shard;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Batches.Batch;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The part of a reviewed plan that one run is to carry out.
 *
 * @param whole the plan as it was reviewed
 * @param machines those that this run may change
 * @param isSlice true where other runs carry out the other machines, so that each wave is waited
 *     for, whoever changes its machines
 * @param through the last wave that this run may begin, which lets it pass the holds before it;
 *     empty for all, as far as no wave holds
 */
public record Part(Plan whole, Set<String> machines, boolean isSlice, Optional<String> through) {
  public Part {
    machines = Set.copyOf(machines);
  }

  /** All of a plan. */
  public static Part of(Plan plan) {
    return new Part(
        plan,
        plan.machines().stream().map(MachinePlan::name).collect(Collectors.toSet()),
        false,
        Optional.empty());
  }

  /** Some machines of a plan. */
  public static Part of(Plan plan, Set<String> machines, Optional<String> through) {
    return new Part(plan, machines, false, through);
  }

  /**
   * One of several parts of a plan, each for a run of its own, which together are all of it. The
   * machines of each wave are dealt out to them in turn, and so are those that are not changed.
   */
  public static Part of(Plan plan, Shard slice, Optional<String> through) {
    Set<String> mine = new LinkedHashSet<>();
    Part whole = of(plan);
    for (Wave wave : whole.waves()) {
      mine.addAll(dealt(whole.acting(wave.group()), slice));
    }
    mine.addAll(
        dealt(
            plan.machines().stream().filter(machine -> !machine.verdict().acts()).toList(), slice));
    return new Part(plan, mine, slice.count() > 1, through);
  }

  private static List<String> dealt(List<MachinePlan> machines, Shard slice) {
    return IntStream.range(0, machines.size())
        .filter(i -> i % slice.count() == slice.index())
        .mapToObj(i -> machines.get(i).name())
        .toList();
  }

  /**
   * The plan of its machines alone. It bears as large a part of the failures as it has of the
   * machines that are changed, rounded down, so that all parts together bear no more than the
   * whole.
   */
  public Plan plan() {
    List<MachinePlan> some =
        whole.machines().stream().filter(one -> machines.contains(one.name())).toList();
    if (some.size() == whole.machines().size()) {
      return whole;
    }
    long acting = some.stream().filter(one -> one.verdict().acts()).count();
    long borne = whole.budget().maxFailed() * acting / Math.max(1, whole.acting().size());
    return new Plan(
        whole.header(),
        whole.bundle(),
        some,
        whole.batches().among(machines),
        new Budget(Math.toIntExact(borne)));
  }

  /** True where this run may have to end before the last wave. */
  public boolean mayHalt() {
    return isSlice || through.isPresent() || !whole.batches().waves().isEmpty();
  }

  /** The waves in order: the named ones, and those that the batches name besides. */
  public List<Wave> waves() {
    List<Wave> named = whole.batches().waves();
    Set<String> others = new LinkedHashSet<>();
    whole.batches().all().stream().map(Batch::wave).forEach(others::add);
    named.forEach(wave -> others.remove(wave.group()));
    return Stream.concat(
            named.stream(), others.stream().map(name -> new Wave(name, false, Duration.ZERO)))
        .toList();
  }

  /** The machines of a wave that the plan changes. */
  List<MachinePlan> acting(String wave) {
    Set<String> names =
        whole.batches().all().stream()
            .filter(batch -> batch.wave().equals(wave))
            .flatMap(batch -> batch.machines().stream())
            .collect(Collectors.toSet());
    return whole.acting().stream().filter(machine -> names.contains(machine.name())).toList();
  }

  /**
   * The machines of a wave that run already what a later wave gets, so that it waits for them as it
   * would have in the plan that brought them there.
   */
  List<MachinePlan> ahead(Wave wave, List<MachinePlan> later) {
    Set<String> coming =
        later.stream()
            .filter(machine -> machine.steps().contains(StepKind.PULL))
            .flatMap(machine -> machine.goal().stream())
            .map(goal -> goal.image().value())
            .collect(Collectors.toSet());
    return whole.machines().stream()
        .filter(machine -> machine.group().equals(wave.group()))
        .filter(machine -> machine.verdict() == Verdict.IN_SYNC)
        .filter(
            machine ->
                machine.goal().filter(goal -> coming.contains(goal.image().value())).isPresent())
        .toList();
  }
}
