package io.walterfleet.cli;

import static java.util.stream.Collectors.joining;

import io.walterfleet.remote.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A command line as it can be written down: with what the environment says about it, so that it
 * means the same when it is typed again, and without the secrets that an address can hold.
 */
final class CommandLineText {
  private CommandLineText() {}

  /** The command line of a runtime, each word quoted where a shell needs it. */
  static String of(CommandRuntime runtime) {
    List<String> words = runtime.words();
    Set<String> meant = variables(Cli.whole(runtime), words);
    Stream<String> variables =
        new TreeMap<>(runtime.environment().environment())
            .entrySet().stream()
                .filter(entry -> meant.contains(entry.getKey()))
                .map(entry -> entry.getKey() + "=" + shown(entry.getValue()));
    Stream<String> line =
        Stream.concat(
            Stream.of(runtime.environment().program()), words.stream().map(CommandLineText::shown));
    return Stream.concat(variables, line).collect(joining(" "));
  }

  /** The inventories that a command line names, to be named again: {@code -i FILE}, each. */
  static String inventories(CommandRuntime runtime) {
    List<Path> none = List.of();
    return Cli.understood(runtime)
        .map(line -> line.matchedOptionValue('i', none))
        .orElse(none)
        .stream()
        .map(path -> " -i " + shown(path.toString()))
        .collect(joining());
  }

  /** The variables that the command listens to. */
  private static Set<String> variables(CommandLine line, List<String> words) {
    return line.getSubcommands().entrySet().stream()
        .filter(command -> words.contains(command.getKey()))
        .flatMap(command -> command.getValue().getCommandSpec().options().stream())
        .map(option -> EnvironmentDefaults.variable(option.longestName()))
        .collect(Collectors.toSet());
  }

  /** One word, quoted where a shell needs it. */
  static String shown(String word) {
    String safe =
        word.replaceAll("://[^/@\\s]*@", "://...@").replaceAll("(://[^?\\s]*)\\?\\S*", "$1?...");
    return safe.matches("[A-Za-z0-9_./:=@,%+-]+") ? safe : Command.quoted(safe);
  }
}
