package io.walterfleet.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of names, said shortly.
 *
 * <ol>
 *   <li>Names that differ in one number alone, which counts up by one with the same width, are a
 *       run; a run of three or more is written as inventories write it, {@code store-[001:120]}.
 *   <li>Of more than {@link #SHOWN} parts the first are shown, and the names in the rest counted.
 * </ol>
 */
public final class NameRanges {
  private static final int SHOWN = 12;
  private static final Pattern TOKEN = Pattern.compile("\\d{1,15}|\\D+|\\d+");

  private final List<Part> parts = new ArrayList<>();
  private final List<List<String>> run = new ArrayList<>();
  private int counting = -1;

  private NameRanges() {}

  /** What is written at once, and how many names that is. */
  private record Part(String text, int names) {}

  /** The names in their order, separated by commas. */
  public static String shortened(List<String> names) {
    NameRanges shortened = new NameRanges();
    names.forEach(name -> shortened.add(tokens(name)));
    shortened.flush();
    return shortened.text();
  }

  private void add(List<String> next) {
    int counted = run.isEmpty() ? -1 : counted(run.get(run.size() - 1), next);
    if (counted < 0 || (counting >= 0 && counted != counting)) {
      flush();
      counted = -1;
    }
    counting = counted;
    run.add(next);
  }

  private void flush() {
    if (run.size() >= 3) {
      parts.add(new Part(range(), run.size()));
    } else {
      run.forEach(tokens -> parts.add(new Part(String.join("", tokens), 1)));
    }
    run.clear();
    counting = -1;
  }

  private String range() {
    List<String> tokens = new ArrayList<>(run.get(0));
    String last = run.get(run.size() - 1).get(counting);
    tokens.set(counting, "[" + tokens.get(counting) + ":" + last + "]");
    return String.join("", tokens);
  }

  private String text() {
    if (parts.size() <= SHOWN) {
      return String.join(", ", parts.stream().map(Part::text).toList());
    }
    List<Part> shown = parts.subList(0, SHOWN - 1);
    int rest = parts.subList(SHOWN - 1, parts.size()).stream().mapToInt(Part::names).sum();
    return String.join(", ", shown.stream().map(Part::text).toList()) + " and " + rest + " more";
  }

  /** The only token in which the second name is one more than the first; -1 if there is none. */
  private static int counted(List<String> first, List<String> second) {
    if (first.size() != second.size()) {
      return -1;
    }
    int counted = -1;
    for (int i = 0; i < first.size(); i++) {
      if (!first.get(i).equals(second.get(i))) {
        if (counted >= 0 || !follows(first.get(i), second.get(i))) {
          return -1;
        }
        counted = i;
      }
    }
    return counted;
  }

  private static boolean follows(String first, String second) {
    boolean numbers = isShortNumber(first) && isShortNumber(second);
    boolean padded = first.startsWith("0") || second.startsWith("0");
    return numbers
        && (first.length() == second.length() || !padded)
        && Long.parseLong(first) + 1 == Long.parseLong(second);
  }

  private static boolean isShortNumber(String token) {
    return token.length() <= 15 && token.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static List<String> tokens(String name) {
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(name);
    while (token.find()) {
      tokens.add(token.group());
    }
    return tokens;
  }
}
