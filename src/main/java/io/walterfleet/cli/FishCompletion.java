package io.walterfleet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A completion script for fish, which cannot read bash's.
 *
 * <p>Before a command, the commands are offered; after it, its options, each with the values that
 * it takes; names are asked of the program. Files are offered where one is meant, and nowhere else.
 */
final class FishCompletion {
  private static final String BEFORE = "__fish_use_subcommand";

  private final String program;
  private final List<String> lines = new ArrayList<>();

  private FishCompletion(String program) {
    this.program = program;
  }

  /** The whole script; it ends with a line feed. */
  static String of(CommandLine line) {
    FishCompletion script = new FishCompletion(line.getCommandName());
    script.add(BEFORE, "-f");
    script.options(BEFORE, line);
    for (Map.Entry<String, CommandLine> sub : line.getSubcommands().entrySet()) {
      script.add(BEFORE, "-a " + sub.getKey() + described(description(sub.getValue())));
    }
    line.getSubcommands().forEach(script::command);
    return String.join("\n", script.lines) + "\n";
  }

  private void command(String word, CommandLine command) {
    String after = "__fish_seen_subcommand_from " + word;
    if (command.getCommandSpec().positionalParameters().stream()
        .noneMatch(FishCompletion::isFile)) {
      add(after, "-f");
    }
    command.getCommandSpec().positionalParameters().stream()
        .map(FishCompletion::values)
        .filter(values -> !values.isEmpty())
        .forEach(values -> add(after, values));
    options(after, command);
  }

  private void options(String when, CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      StringBuilder words = new StringBuilder();
      Stream.of(option.names()).forEach(name -> words.append(name(name)));
      if (option.arity().max() > 0) {
        words.append(isFile(option) ? " -r" : " -x").append(values(option));
      }
      add(when, words.append(described(String.join(" ", option.description()))).toString());
    }
  }

  private void add(String when, String words) {
    lines.add("complete -c " + program + " -n " + quoted(when) + " " + words.strip());
  }

  private static String name(String name) {
    return name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1);
  }

  private static String values(ArgSpec argument) {
    if (NameCompletion.isFor(argument)) {
      return " -a " + quoted("(walter-fleet completion names (commandline -cp) 2>/dev/null)");
    }
    Iterable<String> candidates = argument.completionCandidates();
    if (candidates == null) {
      return "";
    }
    List<String> values = StreamSupport.stream(candidates.spliterator(), false).toList();
    return values.isEmpty() ? "" : " -a " + quoted(String.join(" ", values));
  }

  private static boolean isFile(ArgSpec argument) {
    return argument.paramLabel().contains("FILE") || argument.paramLabel().endsWith(".json");
  }

  private static String described(String description) {
    return description.isEmpty() ? "" : " -d " + quoted(description);
  }

  private static String description(CommandLine command) {
    return String.join(" ", command.getCommandSpec().usageMessage().description());
  }

  /** Between single quotes fish knows two escapes. */
  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
