package io.walterfleet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual pages of the packages, written from the same model that {@code --help} shows. */
final class ManPages {
  private static final String PROGRAM = "walter-fleet";
  private static final String DATE = "2026-01-01";

  private ManPages() {}

  /**
   * Writes a page for the program and one for each command.
   *
   * @param words the directory to write into
   */
  public static void main(String[] words) throws IOException {
    Path directory = Files.createDirectories(Path.of(words[0]));
    Path scratch = Files.createTempDirectory("walter-fleet-man");
    for (Map.Entry<String, String> page :
        pages(CommandTree.whole(new TestSite(scratch).runtime())).entrySet()) {
      Files.writeString(directory.resolve(page.getKey()), page.getValue());
    }
  }

  /** The text of each page, by the name of its file. */
  static Map<String, String> pages(CommandLine whole) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put(PROGRAM + ".1", page(PROGRAM, whole));
    whole
        .getSubcommands()
        .forEach(
            (name, command) ->
                pages.put(PROGRAM + "-" + name + ".1", page(PROGRAM + "-" + name, command)));
    return pages;
  }

  private static String page(String title, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<String> lines = new ArrayList<>();
    lines.add(".TH " + title.toUpperCase(java.util.Locale.ROOT) + " 1 " + DATE + " walter-fleet");
    lines.add(".SH NAME");
    lines.add(escaped(title) + " \\- " + escaped(description(spec)));
    lines.add(".SH SYNOPSIS");
    lines.add(".nf");
    command.getHelp().synopsis(0).lines().map(ManPages::line).forEach(lines::add);
    lines.add(".fi");
    if (!command.getSubcommands().isEmpty()) {
      lines.add(".SH COMMANDS");
      command
          .getSubcommands()
          .forEach(
              (name, sub) ->
                  entry(lines, "\\fB" + name + "\\fR", description(sub.getCommandSpec())));
    }
    arguments(lines, spec);
    Commands.in(List.of(spec.name())).ifPresent(one -> examples(lines, CommandManual.of(one)));
    lines.add(".SH EXIT STATUS");
    spec.usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> entry(lines, "\\fB" + code.strip() + "\\fR", meaning));
    lines.add(".SH ENVIRONMENT");
    Stream.of(spec.usageMessage().footer()).map(ManPages::line).forEach(lines::add);
    lines.add(".SH SEE ALSO");
    lines.add(seeAlso(title, command));
    return String.join("\n", lines) + "\n";
  }

  private static void examples(List<String> lines, CommandManual manual) {
    lines.add(".SH EXAMPLES");
    manual
        .examples()
        .forEach(
            one -> entry(lines, "\\fB" + escaped(PROGRAM + " " + one.words()) + "\\fR", one.use()));
  }

  private static void arguments(List<String> lines, CommandSpec spec) {
    lines.add(".SH OPTIONS");
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      entry(lines, "\\fI" + escaped(argument.paramLabel()) + "\\fR", description(argument));
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        entry(lines, names(option), description(option));
      }
    }
  }

  private static String names(OptionSpec option) {
    boolean takesWord = option.arity().max() > 0;
    return Stream.of(option.names())
        .map(
            name ->
                "\\fB"
                    + escaped(name)
                    + "\\fR"
                    + (takesWord
                        ? (name.startsWith("--") ? "=" : " ")
                            + "\\fI"
                            + escaped(option.paramLabel())
                            + "\\fR"
                        : ""))
        .collect(Collectors.joining(", "));
  }

  private static String seeAlso(String title, CommandLine command) {
    return title.equals(PROGRAM)
        ? command.getSubcommands().keySet().stream()
            .map(name -> ".BR walter\\-fleet\\-" + name + " (1)")
            .collect(Collectors.joining(",\n"))
        : ".BR walter\\-fleet (1)";
  }

  private static String description(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description());
  }

  private static String description(ArgSpec argument) {
    return String.join("\n", argument.description());
  }

  private static void entry(List<String> lines, String term, String meaning) {
    lines.add(".TP");
    lines.add(term);
    meaning.lines().map(ManPages::line).forEach(lines::add);
  }

  private static String line(String text) {
    String safe = escaped(text);
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }

  private static String escaped(String text) {
    return text.replace("%n", "\n").replace("%%", "%").replace("\\", "\\e").replace("-", "\\-");
  }
}
