package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The commands with their options, as the parser knows them. */
final class CommandTree {
  private CommandTree() {}

  /** Every command with all its options. */
  static CommandLine whole(CommandRuntime runtime) {
    return line(runtime, List.of(Commands.values()), List.of(Commands.values()));
  }

  /** True when a command is told which inventory is meant. */
  static boolean takesInventory(CommandRuntime runtime, Commands commands) {
    return new CommandLine(commands.make(runtime)).getCommandSpec().findOption('i') != null;
  }

  /** The words of a command line as they were understood; none where they name no command. */
  static Optional<CommandLine.ParseResult> understood(CommandRuntime runtime, List<String> words) {
    return Commands.in(words)
        .map(commands -> line(runtime, List.of(commands), List.of(commands)))
        .map(line -> line.parseArgs(words.toArray(String[]::new)).subcommand());
  }

  /**
   * The command line with some commands, of which some have their options: each costs time at every
   * start, and mostly one is needed.
   */
  static CommandLine line(CommandRuntime runtime, List<Commands> commandss, List<Commands> inFull) {
    CommandLine line = new CommandLine(new Root(() -> whole(runtime)));
    for (Commands commands : commandss) {
      CommandLine sub =
          new CommandLine(
              inFull.contains(commands)
                  ? commands.make(runtime)
                  : CommandSpec.create().name(commands.word()));
      sub.getCommandSpec().usageMessage().description(commands.description());
      line.addSubcommand(commands.word(), sub);
    }
    line.getCommandSpec().version(version(runtime));
    HelpText.dress(line);
    OptionConverters.teach(line);
    line.setOut(runtime.console().out());
    line.setErr(runtime.console().err());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setExpandAtFiles(false); // a word of a file must never be an option
    line.setDefaultValueProvider(new EnvironmentDefaults(runtime.environment().environment()));
    return line;
  }

  /** What {@code --version} prints. */
  static String version(CommandRuntime runtime) {
    return "walter-fleet " + runtime.environment().version();
  }
}
