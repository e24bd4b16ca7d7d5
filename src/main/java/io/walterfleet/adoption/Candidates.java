package io.walterfleet.adoption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The machines that somebody names for adoption, each once and with a name of its own.
 *
 * @param left why others that were named cannot be taken over, by name
 */
public record Candidates(List<Candidate> machines, Map<String, String> left) {
  public Candidates {
    machines = List.copyOf(machines);
    left = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(left));
  }

  /**
   * The machines of words and a text.
   *
   * @param words {@code [NAME=][USER@]HOST[:PORT]}
   * @param text the same, one a line, or what {@code ansible-inventory --list} prints; may be empty
   */
  public static Candidates of(List<String> words, String text) throws BadSource {
    List<Candidate> all = new ArrayList<>(MachineList.words(words));
    Map<String, String> left = new LinkedHashMap<>();
    if (text.stripLeading().startsWith("{")) {
      AnsibleInventory.Hosts ansibles = AnsibleInventory.read(text);
      all.addAll(ansibles.machines());
      left.putAll(ansibles.left());
    } else {
      all.addAll(MachineList.lines(text));
    }
    return new Candidates(each(all, left), left);
  }

  private static List<Candidate> each(List<Candidate> all, Map<String, String> left) {
    Map<String, Candidate> destinations = new HashMap<>();
    Set<String> names = new HashSet<>(left.keySet());
    List<Candidate> each = new ArrayList<>();
    for (Candidate one : all) {
      Candidate first = destinations.putIfAbsent(one.destination(), one);
      if (first == null) {
        each.add(one.named(free(one.name(), names)));
      } else if (!first.name().equals(one.name())) {
        left.put(
            free(one.name(), names),
            "it is the same machine as '" + first.name() + "', by its way");
      }
    }
    return each;
  }

  /** The name, with a number behind it if it is taken. */
  private static String free(String name, Set<String> names) {
    String free = name;
    for (int number = 2; !names.add(free); number++) {
      free = name + "-" + number;
    }
    return free;
  }
}
