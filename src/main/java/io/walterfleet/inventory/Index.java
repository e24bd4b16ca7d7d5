package io.walterfleet.inventory;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Machine;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which machines a name means: that of a machine, a group or a tag. */
final class Index {
  /** The name of every machine. */
  static final String ALL = "all";

  /** A guess compares all names; after so many nobody reads them. */
  private static final int MOST_GUESSES = 20;

  private static final int LONGEST_TERM = 256;

  private final Map<String, Set<String>> machines = new LinkedHashMap<>();
  private int guesses;

  Index(List<Machine> fleet) {
    for (Machine machine : fleet) {
      add(ALL, machine);
      add(machine.name(), machine);
      add(machine.group(), machine);
      machine.tags().forEach(tag -> add(tag, machine));
    }
  }

  /** The names of all machines. */
  Set<String> all() {
    return machines.getOrDefault(ALL, Set.of());
  }

  /** The names of the machines that this term without a sign means; a glob has no range too. */
  Set<String> named(String term) {
    Template template = Template.of(term);
    if (term.length() > LONGEST_TERM) {
      return Set.of();
    }
    if (template.spans().isEmpty()) {
      return plain(term);
    }
    Span range = template.spans().get(0);
    boolean countable = range.fault().isEmpty() && template.spans().size() == 1;
    return countable && !Glob.isGlob(template.at(0))
        ? IntStream.range(0, range.size())
            .mapToObj(template::at)
            .flatMap(name -> plain(name).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new))
        : Set.of();
  }

  /** What to do about a term that means nothing. */
  String advice(String term) {
    String otherwise = "see the machines: " + Advice.of("status").line();
    int bracket = term.indexOf('[');
    String ranges = bracket < 0 ? "" : Ranges.of(term.substring(0, bracket), all());
    if (!ranges.isEmpty()) {
      return "there is " + ranges;
    }
    guesses++;
    return guesses > MOST_GUESSES ? otherwise : Spelling.advice(term, machines.keySet(), otherwise);
  }

  private void add(String name, Machine machine) {
    machines.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(machine.name());
  }

  private Set<String> plain(String term) {
    if (!Glob.isGlob(term)) {
      return machines.getOrDefault(term, Set.of());
    }
    Glob glob = new Glob(term);
    return machines.entrySet().stream()
        .filter(entry -> glob.matches(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
