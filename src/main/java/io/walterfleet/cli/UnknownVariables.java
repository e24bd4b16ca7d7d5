package io.walterfleet.cli;

import io.walterfleet.app.UsageException;
import io.walterfleet.inventory.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The {@code WALTER_FLEET_…} variables that no option takes: each is named, because whoever sets
 * one believes that it does something.
 */
final class UnknownVariables {
  /** What the launcher, the scripts on a machine and our own tests and measurements take. */
  private static final Pattern OURS =
      Pattern.compile("(JAVA_OPTS|PATH|KILL_AT|KILL_HOOK|(TEST|BENCH|HOOK|CHECK)_.+)");

  /** What Kubernetes gives each Pod for a Service whose name begins as we are called. */
  private static final Pattern SERVICE =
      Pattern.compile("(.+_)?(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_(TCP|UDP|SCTP)(_.+)?)?)");

  private final List<String> words;

  UnknownVariables(Map<String, String> environment) {
    this.words =
        new TreeSet<>(environment.keySet())
            .stream()
                .filter(name -> name.startsWith(EnvironmentDefaults.PREFIX))
                .map(name -> name.substring(EnvironmentDefaults.PREFIX.length()))
                .filter(word -> !OURS.matcher(word).matches() && !SERVICE.matcher(word).matches())
                .toList();
  }

  /**
   * A note for each; refused when one is nearly the variable of an option: a command for a part of
   * the fleet shall not go to all of it by a slip.
   *
   * @param own the options of the command
   * @param all the options of all commands, which take time to make
   */
  List<String> notes(Collection<String> own, Supplier<Collection<String>> all)
      throws UsageException {
    if (without(taken(own)).isEmpty()) {
      return List.of();
    }
    Collection<String> options = all.get();
    List<String> known = taken(options);
    List<String> notes = new ArrayList<>();
    for (String word : without(known)) {
      notes.add(note(word, known, options));
    }
    return notes;
  }

  private static String note(String word, List<String> known, Collection<String> options)
      throws UsageException {
    String name = EnvironmentDefaults.PREFIX + word;
    Optional<String> typedOnly =
        options.stream()
            .filter(option -> EnvironmentDefaults.variable(option).equals(name))
            .findFirst();
    if (typedOnly.isPresent()) {
      return name + " is not taken: " + typedOnly.get() + " counts on the command line alone";
    }
    Optional<String> meant = Spelling.nearest(word, known);
    if (meant.isPresent()) {
      throw UsageException.of(
          name + " is the variable of no option (no machine was contacted)",
          "did you mean " + EnvironmentDefaults.PREFIX + meant.get() + "? else unset it");
    }
    return name + " is the variable of no option, and does nothing";
  }

  private List<String> without(List<String> known) {
    return words.stream().filter(word -> !known.contains(word)).toList();
  }

  /**
   * What follows the prefix in the variables of the options that are taken from the environment.
   */
  private static List<String> taken(Collection<String> options) {
    return options.stream()
        .filter(EnvironmentDefaults::isTaken)
        .map(
            option ->
                EnvironmentDefaults.variable(option).substring(EnvironmentDefaults.PREFIX.length()))
        .toList();
  }
}
