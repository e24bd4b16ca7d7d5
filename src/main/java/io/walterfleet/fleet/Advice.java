package io.walterfleet.fleet;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of this program that an operator is advised to give: which, with which options, and for
 * exactly which machines.
 *
 * <p>In a sentence it stands last, or before a semicolon, so that nothing behind it is read as a
 * part of it. {@link #completed} says how the program is called and which inventory is meant,
 * {@link #grouped} for which machines when the same is advised for several.
 *
 * @param command its words behind the program's name
 * @param machines for which it is meant; none for a command that takes no machines
 */
public record Advice(String command, List<String> machines) {
  /** What stands in a text for the name of any of several machines. */
  public static final String ANY = "<machine>";

  private static final String PROGRAM = "walter-fleet ";
  private static final Pattern INVENTORY = Pattern.compile(" -i (?:'[^']*'|\\\\'|[^\\s'])++");
  private static final Pattern COMMAND =
      Pattern.compile("(?<![\\w./-])walter-fleet ([a-z]+)(?! -i )(?=[ ;\\n]|$)");

  public Advice {
    machines = List.copyOf(machines);
  }

  /** A command for one machine. */
  public static Advice of(String command, String machine) {
    return new Advice(command, List.of(machine));
  }

  /** A command that is not about some machines. */
  public static Advice of(String command) {
    return new Advice(command, List.of());
  }

  /**
   * Writes each command in a text out, as it is typed where the text is read.
   *
   * @param begun what a command of this name begins with; empty where there is none of this name
   */
  public static String completed(String text, Function<String, Optional<String>> begun) {
    return text.contains(PROGRAM)
        ? COMMAND
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(begun.apply(found.group(1)).orElse(found.group())))
        : text;
  }

  /** Changes a text, but not the inventories that its commands name. */
  public static String changed(String text, UnaryOperator<String> change) {
    StringBuilder all = new StringBuilder();
    Matcher names = INVENTORY.matcher(text);
    int from = 0;
    while (names.find()) {
      all.append(change.apply(text.substring(from, names.start()))).append(names.group());
      from = names.end();
    }
    return all.append(change.apply(text.substring(from))).toString();
  }

  /** Names the machines in the commands of a text that was made for any of them. */
  public static String grouped(String text, List<String> names) {
    return text.replace(limit(List.of(ANY)), limit(names));
  }

  /** The command as it is typed. */
  public String line() {
    return PROGRAM + command + (machines.isEmpty() ? "" : limit(machines));
  }

  private static String limit(List<String> names) {
    return " --limit " + String.join(":", names);
  }
}
