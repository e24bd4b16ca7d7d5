package io.walterfleet.plan;

import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * In which order, and how many at once, machines are changed.
 *
 * <ol>
 *   <li>Machines fall into waves by their group: the named waves in order, the rest last.
 *   <li>Each wave is cut into batches of the given shares of the wave; a percentage is rounded up
 *       and never below one machine; the last share repeats.
 * </ol>
 */
public record Batches(List<Batch> all) {
  /** The name of the wave of all groups that no wave names. */
  public static final String REST = "rest";

  public Batches {
    all = List.copyOf(all);
  }

  /** Machines of one wave that are changed at the same time. */
  public record Batch(String wave, List<String> machines) {
    public Batch {
      machines = List.copyOf(machines);
    }
  }

  /** The batches for the machines that have something to do, in the order given. */
  public static Batches of(List<MachinePlan> acting, Rollout rollout) {
    Map<String, List<String>> waves = new LinkedHashMap<>();
    rollout.waves().forEach(wave -> waves.put(wave, new ArrayList<>()));
    waves.putIfAbsent(REST, new ArrayList<>());
    for (MachinePlan machine : acting) {
      String wave = rollout.waves().contains(machine.group()) ? machine.group() : REST;
      waves.getOrDefault(wave, new ArrayList<>()).add(machine.name());
    }
    List<Batch> batches = new ArrayList<>();
    waves.forEach((wave, names) -> batches.addAll(cut(wave, names, rollout.batch())));
    return new Batches(batches);
  }

  private static List<Batch> cut(String wave, List<String> names, List<Share> shares) {
    List<Batch> batches = new ArrayList<>();
    int from = 0;
    for (int i = 0; from < names.size(); i++) {
      Share share = shares.get(Math.min(i, shares.size() - 1));
      int to = Math.min(names.size(), from + Math.max(1, share.roundedUp(names.size())));
      batches.add(new Batch(wave, names.subList(from, to)));
      from = to;
    }
    return batches;
  }
}
