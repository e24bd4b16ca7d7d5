package io.walterfleet.step;

import io.walterfleet.fleet.Controls;
import io.walterfleet.plan.StepKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells sentences of our own scripts from words of a machine, which may say whatever it likes.
 *
 * <p>A sentence is ours if it stands in a script, with a plain word (a path, a name, a number) for
 * each variable. Only such a sentence is repeated as ours; all else is the machine's, in quotation
 * marks, and never advice.
 */
final class OwnWords {
  /** What is to be done about a trouble that only the machine's own words tell of. */
  static final String MEND = "mend that on the machine, then run this command again";

  private static final int LONGEST = 600;

  /** What a variable may stand for: nothing that a shell would take apart, and no space. */
  private static final String WORD = "[A-Za-z0-9._:/@+=-]{1,300}";

  /** At least two words, one of them plain, and nothing that only a program would say. */
  private static final Pattern SENTENCE =
      Pattern.compile("(?=(?:[^ ]{0,300} ){0,40}?[a-z]{2,20}(?:[ ,:;']|$))[^ ]+ [^=|$<>{}]*");

  /** The scripts beside those of the steps. */
  private static final List<String> SCRIPTS =
      List.of(
          "survey",
          "begin",
          "leave",
          "renew",
          "unlock",
          "backups",
          "run",
          "rollback",
          "clear",
          "prove",
          "logs");

  private OwnWords() {}

  /** Made when first asked for. */
  private static final class Known {
    static final List<Pattern> SENTENCES = sentences();

    private static List<Pattern> sentences() {
      ScriptLibrary scriptLibrary = new ScriptLibrary();
      Set<String> templates = new TreeSet<>();
      Stream.concat(SCRIPTS.stream(), steps())
          .forEach(
              script -> templates.addAll(ShellStrings.of(scriptLibrary.program(script + ".sh"))));
      return templates.stream()
          .filter(template -> SENTENCE.matcher(template).matches())
          .map(Known::pattern)
          .toList();
    }

    private static Stream<String> steps() {
      return Stream.of(StepKind.values()).filter(StepKind::isScript).map(StepKind::word);
    }

    private static Pattern pattern(String template) {
      return Pattern.compile(
          Stream.of(template.split(ShellStrings.HOLE, -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(WORD)));
    }
  }

  /** Whether a script of ours says this. */
  static boolean areIn(String said) {
    return said.length() <= LONGEST
        && Known.SENTENCES.stream().anyMatch(sentence -> sentence.matcher(said).matches());
  }

  /** The sentence if it is ours, else what the machine says, as its words. */
  static String shown(String said) {
    return areIn(said) ? said : quoted(said);
  }

  /** What the machine says, as its words. */
  static String quoted(String said) {
    return quoted(said, LONGEST);
  }

  /** The beginning of it, at most so many characters. */
  static String quoted(String said, int longest) {
    return '"' + Controls.escaped(said.replace('"', '\''), longest) + '"';
  }

  /** What can be done: what the script advises, or our own words where the machine made it up. */
  static String advice(Optional<String> said) {
    return said.map(words -> words.isEmpty() || areIn(words) ? words : MEND).orElse("");
  }
}
