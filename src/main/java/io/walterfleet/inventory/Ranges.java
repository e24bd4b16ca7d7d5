package io.walterfleet.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The ranges, such as {@code store-[001:120]}, of the names that begin alike and end in digits. */
final class Ranges {
  private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,9})");
  private static final int SHOWN = 5;

  private final List<String> all = new ArrayList<>();
  private String first = "";
  private String last = "";

  private Ranges() {}

  /** The ranges of the names that are this beginning and a number; empty when there is none. */
  static String of(String beginning, Collection<String> names) {
    TreeMap<String, String> numbers = new TreeMap<>(Ranges::byNumber);
    for (String name : names) {
      Matcher numbered = NUMBERED.matcher(name);
      if (numbered.matches() && numbered.group(1).equals(beginning)) {
        numbers.put(numbered.group(2), name);
      }
    }
    Ranges ranges = new Ranges();
    numbers.keySet().forEach(number -> ranges.add(beginning, number));
    ranges.end(beginning);
    int more = ranges.all.size() - SHOWN;
    return ranges.all.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static int byNumber(String one, String other) {
    int order = Integer.compare(Integer.parseInt(one), Integer.parseInt(other));
    return order == 0 ? Integer.compare(one.length(), other.length()) : order;
  }

  private void add(String beginning, String number) {
    boolean follows = !last.isEmpty() && new Span(last, last, 0, 0).at(1).equals(number);
    if (!follows) {
      end(beginning);
      first = number;
    }
    last = number;
  }

  private void end(String beginning) {
    if (!first.isEmpty()) {
      all.add(beginning + (first.equals(last) ? first : "[" + first + ":" + last + "]"));
    }
  }
}
