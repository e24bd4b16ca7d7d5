package io.walterfleet.cli;

import static java.util.stream.Collectors.joining;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.InventoryName;
import io.walterfleet.app.MaskedWord;
import io.walterfleet.app.TypedLine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A command line as it can be written down: with what the environment says about it, so that it
 * means the same when it is typed again, and without the secrets that an address can hold.
 */
final class CommandLineText implements TypedLine {
  private final CommandRuntime runtime;
  private final List<String> words;

  CommandLineText(CommandRuntime runtime, List<String> words) {
    this.runtime = runtime;
    this.words = List.copyOf(words);
  }

  @Override
  public String text() {
    Set<String> meant = variables(CommandTree.whole(runtime));
    Stream<String> variables =
        new TreeMap<>(runtime.environment().environment())
            .entrySet().stream()
                .filter(entry -> meant.contains(entry.getKey()))
                .map(entry -> entry.getKey() + "=" + MaskedWord.of(entry.getValue()));
    Stream<String> line =
        Stream.concat(
            Stream.of(runtime.environment().program()), words.stream().map(MaskedWord::of));
    return Stream.concat(variables, line).collect(joining(" "));
  }

  @Override
  public Optional<String> beginning(String verb) {
    return Commands.in(List.of(verb))
        .map(
            commands ->
                runtime.environment().program()
                    + " "
                    + verb
                    + (CommandTree.takesInventory(runtime, commands) ? inventories() : ""));
  }

  /** The inventories that the line names, to be named again: {@code -i FILE}, each. */
  private String inventories() {
    List<InventoryName> none = List.of();
    return CommandTree.understood(runtime, words)
        .map(line -> line.matchedOptionValue('i', none))
        .orElse(none)
        .stream()
        .map(name -> " -i " + MaskedWord.ofFile(name.word()))
        .collect(joining());
  }

  /** The variables that the command listens to. */
  private Set<String> variables(CommandLine line) {
    return line.getSubcommands().entrySet().stream()
        .filter(command -> words.contains(command.getKey()))
        .flatMap(command -> command.getValue().getCommandSpec().options().stream())
        .map(option -> EnvironmentDefaults.variable(option.longestName()))
        .collect(Collectors.toSet());
  }
}
