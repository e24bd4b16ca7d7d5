package io.walterfleet.plan;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Wave;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * In which order, and how many at once, machines are changed.
 *
 * <ol>
 *   <li>Machines fall into waves by their group: the named waves in order, the remaining groups
 *       last.
 *   <li>Where a number is changed at once, a wave is one batch. Else each wave is cut into batches
 *       of the given shares of the wave; a percentage is rounded up and never below one machine;
 *       the last share repeats.
 * </ol>
 *
 * @param all in order
 * @param atOnce how many machines of a batch, which is a whole wave then, are changed at a time
 * @param waves the named waves in order; none where each follows the one before it at once
 */
public record Batches(List<Batch> all, List<Wave> waves, OptionalInt atOnce) {
  /** The name of the wave of all groups that no wave names. */
  public static final String REST = "remaining";

  public Batches {
    all = List.copyOf(all);
    waves = List.copyOf(waves);
  }

  /** Batches whose waves follow each other at once. */
  public Batches(List<Batch> all) {
    this(all, List.of(), OptionalInt.empty());
  }

  /** The same of these machines alone. */
  Batches among(Collection<String> machines) {
    List<Batch> some =
        all.stream()
            .map(
                batch ->
                    new Batch(
                        batch.wave(),
                        batch.machines().stream().filter(machines::contains).toList()))
            .filter(batch -> !batch.machines().isEmpty())
            .toList();
    return new Batches(some, waves, atOnce);
  }

  /** How many machines of a batch are changed at a time, where so many could be. */
  public int atOnce(int forks) {
    return Math.min(forks, atOnce.orElse(forks));
  }

  /** Machines of one wave that are changed at the same time. */
  public record Batch(String wave, List<String> machines) {
    public Batch {
      machines = List.copyOf(machines);
    }
  }

  /** The batches for the machines that have something to do, in the order given. */
  public static Batches of(List<MachinePlan> acting, Rollout rollout) {
    return of(acting, MachinePlan::name, MachinePlan::group, rollout);
  }

  /** The batches for machines that are all put back, which no wave holds, in the order given. */
  public static Batches ofMachines(List<Machine> machines, Rollout rollout) {
    return of(machines, Machine::name, Machine::group, rollout.unheld());
  }

  private static <T> Batches of(
      List<T> all, Function<T, String> name, Function<T, String> group, Rollout rollout) {
    List<Batch> batches = new ArrayList<>();
    List<CountOrPercent> batch =
        rollout.atOnce().isPresent() ? List.of(new CountOrPercent.Percent(100)) : rollout.batch();
    List<String> waves = rollout.waves().stream().map(Wave::group).distinct().toList();
    for (String wave : waves) {
      List<String> names =
          all.stream().filter(one -> group.apply(one).equals(wave)).map(name).toList();
      batches.addAll(cut(wave, names, batch));
    }
    List<String> names =
        all.stream().filter(one -> !waves.contains(group.apply(one))).map(name).toList();
    batches.addAll(cut(REST, names, batch));
    boolean holds = rollout.waves().stream().anyMatch(Wave::isBarrier);
    return new Batches(batches, holds ? rollout.waves() : List.of(), rollout.atOnce());
  }

  private static List<Batch> cut(
      String wave, List<String> names, List<CountOrPercent> countOrPercents) {
    List<Batch> batches = new ArrayList<>();
    int from = 0;
    for (int i = 0; from < names.size(); i++) {
      CountOrPercent countOrPercent = countOrPercents.get(Math.min(i, countOrPercents.size() - 1));
      int to = Math.min(names.size(), from + Math.max(1, countOrPercent.roundedUp(names.size())));
      batches.add(new Batch(wave, names.subList(from, to)));
      from = to;
    }
    return batches;
  }
}
