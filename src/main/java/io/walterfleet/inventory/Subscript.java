package io.walterfleet.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A term that Ansible takes for positions in what stands before the bracket, such as {@code
 * web[1:]} or {@code web[0]}: refused, for it would mean other machines here than there, and others
 * again as soon as a machine is added. A range of names has two ends.
 */
record Subscript(String term, String before) {
  private static final Pattern POSITIONS =
      Pattern.compile("(.+)\\[(?:-?\\d+|\\d+[:-]\\d*)]", Pattern.DOTALL);
  private static final Pattern COLON = Pattern.compile("([^\\[]*)\\[[^\\]]*:[^\\]]*].*");
  private static final int SHOWN = 6;

  /** What is wrong with the term and what to write instead; empty when it is no such term. */
  static Optional<Subscript> of(String term, Index index) {
    Matcher positions = POSITIONS.matcher(term);
    if (positions.matches() && !index.named(positions.group(1)).isEmpty()) {
      return Optional.of(new Subscript(term, positions.group(1)));
    }
    Matcher open = COLON.matcher(term);
    return open.matches() && Template.of(term).spans().isEmpty()
        ? Optional.of(new Subscript(term, open.group(1)))
        : Optional.empty();
  }

  String message(Index index) {
    return index.named(before).isEmpty()
        ? Quoted.of(term) + " is no range of names: these have two ends, both numbers"
        : Quoted.of(term)
            + " would be positions in "
            + Quoted.of(before)
            + " to Ansible, which change with each machine that is added";
  }

  /** The machines that there are, by name or as ranges. */
  String advice(Index index) {
    Set<String> named = index.named(before);
    if (named.isEmpty()) {
      String ranges = Ranges.of(before, index.all());
      return ranges.isEmpty() ? index.advice(term) : "there is " + ranges;
    }
    List<String> names = new ArrayList<>(named);
    String some = names.stream().limit(SHOWN).map(Quoted::plain).collect(Collectors.joining(","));
    return "name the machines, of "
        + some
        + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "")
        + ", or put the names into a file, one a line, and write @FILE";
  }
}
