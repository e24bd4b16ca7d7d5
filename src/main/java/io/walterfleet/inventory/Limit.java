package io.walterfleet.inventory;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses machines of a fleet as Ansible's {@code --limit} does.
 *
 * <ol>
 *   <li>The pattern is cut at {@code :} and {@code ,} outside of brackets into terms.
 *   <li>Terms without a sign are united; without any, all machines are meant.
 *   <li>Then each {@code &term} keeps only what it names too, and each {@code !term} takes away
 *       what it names, wherever they stand in the pattern.
 * </ol>
 *
 * <p>A term is the name of a machine, a group or a tag; such a name with {@code *}, {@code ?},
 * {@code [abc]} or a range {@code [001:010]} in it; {@code all}; or {@code @file}, which has one
 * such term on each line. What Ansible takes for positions, {@code web[0]}, is refused. Unlike with
 * Ansible, a term that names nothing is an error, in an exclusion too: what is misspelt there would
 * be changed by mistake.
 */
public final class Limit {
  private static final String OPTION = "--limit";

  private final Index index;
  private final Problems problems = new Problems();

  private Limit(Fleet fleet) {
    this.index = new Index(fleet.machines());
  }

  /** The fleet with only the machines that the pattern chooses, in the fleet's order. */
  public static Reading apply(String pattern, Fleet fleet) {
    Limit limit = new Limit(fleet);
    Set<String> chosen = limit.choose(terms(pattern));
    if (chosen.isEmpty() && limit.problems.count() == 0) {
      limit.refuse(
          Place.whole(OPTION),
          Quoted.of(pattern) + " chooses no machine",
          "name machines, groups or tags, or 'all'");
    }
    if (limit.problems.count() > 0) {
      return new Reading.Invalid(limit.problems.byPlace());
    }
    List<Machine> machines =
        fleet.machines().stream().filter(machine -> chosen.contains(machine.name())).toList();
    return new Reading.Valid(fleet.with(machines));
  }

  private static List<String> terms(String pattern) {
    Deque<String> terms = new ArrayDeque<>();
    int end = pattern.length();
    boolean inBrackets = false; // seen from the end, so that each character is looked at once
    for (int i = end - 1; i >= 0; i--) {
      char one = pattern.charAt(i);
      if (one == ']' || one == '[') {
        inBrackets = one == ']';
      } else if (!inBrackets && (one == ':' || one == ',')) {
        terms.addFirst(pattern.substring(i + 1, end).strip());
        end = i;
      }
    }
    terms.addFirst(pattern.substring(0, end).strip());
    return terms.stream().filter(term -> !term.isEmpty()).toList();
  }

  private Set<String> choose(List<String> terms) {
    Set<String> chosen = new LinkedHashSet<>();
    List<String> signed = terms.stream().filter(Limit::isSigned).toList();
    if (signed.size() == terms.size() && !terms.isEmpty()) {
      chosen.addAll(index.all());
    }
    terms.stream().filter(term -> !isSigned(term)).forEach(term -> chosen.addAll(named(term)));
    signed.stream()
        .filter(term -> term.startsWith("&"))
        .forEach(term -> chosen.retainAll(named(term.substring(1))));
    signed.stream()
        .filter(term -> term.startsWith("!"))
        .forEach(term -> chosen.removeAll(named(term.substring(1))));
    return chosen;
  }

  private static boolean isSigned(String term) {
    return term.startsWith("&") || term.startsWith("!");
  }

  private Set<String> named(String term) {
    return term.startsWith("@")
        ? inFile(term.substring(1))
        : lookUp(term, Place.whole(OPTION), false);
  }

  /**
   * The machines that a term names.
   *
   * @param secret whether it must not be repeated: a file of any content can be named by mistake
   */
  private Set<String> lookUp(String term, Place place, boolean secret) {
    Optional<Subscript> odd = Subscript.of(term, index);
    Set<String> names = odd.isPresent() ? Set.of() : index.named(term);
    if (names.isEmpty()) {
      String message =
          odd.map(one -> one.message(index))
              .orElse(Quoted.of(term) + " is no machine, group or tag of this inventory");
      refuse(
          place,
          secret ? "this line names no machine, group or tag of this inventory" : message,
          odd.map(one -> one.advice(index)).orElseGet(() -> index.advice(term)));
    }
    return names;
  }

  private Set<String> inFile(String file) {
    Set<String> names = new LinkedHashSet<>();
    List<String> lines = lines(file).orElseGet(List::of);
    for (int i = 0; i < lines.size(); i++) {
      String term = lines.get(i).strip();
      if (!term.isEmpty() && !term.startsWith("#")) {
        names.addAll(lookUp(term, new Place(file, i + 1, 1), true));
      }
    }
    return names;
  }

  private Optional<List<String>> lines(String file) {
    try {
      byte[] bytes;
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        bytes = in.readNBytes(YamlText.MOST_BYTES + 1);
      }
      if (bytes.length > YamlText.MOST_BYTES) {
        refuse(
            Place.whole(OPTION),
            "the file " + Quoted.of(file) + " is longer than any list of machines",
            "name a file with one machine, group or tag a line");
        return Optional.empty();
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      return Optional.of(text.replaceFirst("^\ufeff", "").lines().toList());
    } catch (IOException | InvalidPathException unreadable) {
      refuse(
          Place.whole(OPTION),
          "the file " + Quoted.of(file) + " cannot be read",
          "name a file with one machine, group or tag a line");
      return Optional.empty();
    }
  }

  private void refuse(Place place, String message, String fix) {
    problems.add(place, message, fix);
  }
}
