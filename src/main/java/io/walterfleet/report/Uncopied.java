package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.NameRanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stacks write to and no backup has, for people: names of volumes, paths of directories. */
public final class Uncopied {
  private static final int SHOWN = 5;

  private Uncopied() {}

  /** The names of several machines, with how many of them have each; empty where there is none. */
  static Optional<String> names(List<List<String>> machines) {
    Map<String, Integer> counts = new TreeMap<>();
    machines.forEach(names -> names.forEach(name -> counts.merge(name, 1, Integer::sum)));
    String more = counts.size() > SHOWN ? " and " + (counts.size() - SHOWN) + " more" : "";
    return counts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            counts.entrySet().stream()
                .limit(SHOWN)
                .map(one -> name(one.getKey(), one.getValue(), machines.size()))
                .collect(joining(", ", "", more)));
  }

  private static String name(String name, int count, int machines) {
    return Controls.escaped(name)
        + (count < machines ? " (" + count + " of " + machines + ")" : "");
  }

  /**
   * A sentence for all machines of which the same is to be said.
   *
   * @param uncopied by machine; those with nothing are passed over
   */
  public static List<String> sentences(Map<String, List<String>> uncopied) {
    Map<List<String>, List<String>> alike = new LinkedHashMap<>();
    uncopied.forEach(
        (machine, names) -> alike.computeIfAbsent(names, none -> new ArrayList<>()).add(machine));
    alike.remove(List.of());
    return alike.entrySet().stream()
        .map(
            one ->
                "No backup of "
                    + Controls.escaped(NameRanges.shortened(one.getValue()))
                    + " has "
                    + names(List.of(one.getKey())).orElseThrow()
                    + ", which Walter's containers may write to: save it by other means.")
        .toList();
  }
}
