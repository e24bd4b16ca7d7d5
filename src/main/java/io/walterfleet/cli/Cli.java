package io.walterfleet.cli;

import io.walterfleet.rollout.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line: finds the command, runs it, and turns what became of it into an exit code. */
public final class Cli {
  private Cli() {}

  /** Runs one command line; what it returns is the exit code of the process. */
  public static int run(List<String> words, CommandRuntime runtime) {
    ErrorReporter errorReporter = new ErrorReporter(runtime);
    int code = errorReporter.written(attempted(words, runtime, errorReporter));
    runtime.console().err().flush();
    return code;
  }

  private static int attempted(
      List<String> words, CommandRuntime runtime, ErrorReporter errorReporter) {
    try {
      return words.equals(List.of("--version")) ? version(runtime) : parsed(asked(words), runtime);
    } catch (RuntimeException | Error bug) {
      return errorReporter.internal(bug);
    }
  }

  /** What {@code help plan} means, which other programs have taught many people to type. */
  private static List<String> asked(List<String> words) {
    return words.isEmpty() || !words.get(0).equals("help")
        ? words
        : Stream.concat(words.stream().skip(1), Stream.of("--help")).toList();
  }

  /** Asked by scripts again and again, so it does not wait for the parser to get ready. */
  private static int version(CommandRuntime runtime) {
    runtime.console().out().println(versionLine(runtime));
    return ExitCode.OK.number();
  }

  private static int parsed(List<String> words, CommandRuntime runtime) {
    Optional<Commands> commands = Commands.in(words);
    CommandRuntime typed = runtime.typed(words);
    ErrorReporter errorReporter = new ErrorReporter(typed);
    CommandLine line =
        commands.isPresent()
            ? line(typed, List.of(commands.get()), List.of(commands.get()))
            : line(typed, List.of(Commands.values()), List.of());
    line.setParameterExceptionHandler((wrong, given) -> errorReporter.misused(wrong));
    line.setExecutionExceptionHandler((failure, command, parsed) -> errorReporter.failed(failure));
    return line.execute(words.toArray(String[]::new));
  }

  /** Every command with all its options. */
  static CommandLine whole(CommandRuntime runtime) {
    return line(runtime, List.of(Commands.values()), List.of(Commands.values()));
  }

  /** True when a command is told which inventory is meant. */
  static boolean takesInventory(CommandRuntime runtime, Commands commands) {
    return new CommandLine(commands.make(runtime)).getCommandSpec().findOption('i') != null;
  }

  /** The words of a command line as they were understood; none where they name no command. */
  static Optional<CommandLine.ParseResult> understood(CommandRuntime runtime) {
    return Commands.in(runtime.words())
        .map(commands -> line(runtime, List.of(commands), List.of(commands)))
        .map(line -> line.parseArgs(runtime.words().toArray(String[]::new)).subcommand());
  }

  /** The names of all options of all commands. */
  static List<String> options(CommandRuntime runtime) {
    return whole(runtime).getSubcommands().values().stream()
        .flatMap(command -> command.getCommandSpec().options().stream())
        .map(OptionSpec::longestName)
        .distinct()
        .toList();
  }

  /**
   * The command line with some commands, of which some have their options: each costs time at every
   * start, and mostly one is needed.
   */
  private static CommandLine line(
      CommandRuntime runtime, List<Commands> commandss, List<Commands> inFull) {
    CommandLine line = new CommandLine(new Root());
    for (Commands commands : commandss) {
      CommandLine sub =
          new CommandLine(
              inFull.contains(commands)
                  ? commands.make(runtime)
                  : CommandSpec.create().name(commands.word()));
      sub.getCommandSpec().usageMessage().description(commands.description());
      line.addSubcommand(commands.word(), sub);
    }
    line.getCommandSpec().version(versionLine(runtime));
    HelpText.dress(line);
    OptionConverters.teach(line);
    line.setOut(runtime.console().out());
    line.setErr(runtime.console().err());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setExpandAtFiles(false); // a word of a file must never be an option
    line.setDefaultValueProvider(new EnvironmentDefaults(runtime.environment().environment()));
    return line;
  }

  private static String versionLine(CommandRuntime runtime) {
    return "walter-fleet " + runtime.environment().version();
  }

  /** Nothing was asked for: whoever does that is told what there is. */
  static final class MissingCommandException extends CommandLine.ParameterException {
    private static final long serialVersionUID = 1L;

    MissingCommandException(CommandLine line) {
      super(line, "a command is missing");
    }
  }

  /** What is said without a command. */
  @CommandLine.Command(name = "walter-fleet")
  static final class Root implements Runnable {
    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "show this help and exit")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @CommandLine.Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "show the version and exit")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    @CommandLine.Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw new MissingCommandException(spec.commandLine());
    }
  }
}
