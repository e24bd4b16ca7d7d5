package io.walterfleet.adoption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The machines that somebody names for adoption, each once and with a name of its own. */
public final class Candidates {
  private Candidates() {}

  /**
   * The machines of words and a text.
   *
   * @param words {@code [NAME=][USER@]HOST[:PORT]}
   * @param text the same, one a line, or what {@code ansible-inventory --list} prints; may be empty
   */
  public static List<Candidate> of(List<String> words, String text) throws BadSource {
    List<Candidate> all = new ArrayList<>(MachineList.words(words));
    all.addAll(
        text.stripLeading().startsWith("{")
            ? AnsibleInventory.read(text)
            : MachineList.lines(text));
    Set<String> destinations = new HashSet<>();
    Map<String, Integer> names = new HashMap<>();
    List<Candidate> each = new ArrayList<>();
    for (Candidate one : all) {
      if (destinations.add(one.destination())) {
        int number = names.merge(one.name(), 1, Integer::sum);
        each.add(number == 1 ? one : one.named(one.name() + "-" + number));
      }
    }
    return each;
  }
}
