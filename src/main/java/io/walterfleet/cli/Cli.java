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
  public static int run(List<String> words, World world) {
    Endings endings = new Endings(world);
    int code = endings.written(attempted(words, world, endings));
    world.console().err().flush();
    return code;
  }

  private static int attempted(List<String> words, World world, Endings endings) {
    try {
      return words.equals(List.of("--version")) ? version(world) : parsed(asked(words), world);
    } catch (RuntimeException | Error bug) {
      return endings.internal(bug);
    }
  }

  /** What {@code help plan} means, which other programs have taught many people to type. */
  private static List<String> asked(List<String> words) {
    return words.isEmpty() || !words.get(0).equals("help")
        ? words
        : Stream.concat(words.stream().skip(1), Stream.of("--help")).toList();
  }

  /** Asked by scripts again and again, so it does not wait for the parser to get ready. */
  private static int version(World world) {
    world.console().out().println(versionLine(world));
    return ExitCode.OK.number();
  }

  private static int parsed(List<String> words, World world) {
    Optional<Verb> verb = Verb.in(words);
    World typed = world.typed(words);
    Endings endings = new Endings(typed);
    CommandLine line =
        verb.isPresent()
            ? line(typed, List.of(verb.get()), List.of(verb.get()))
            : line(typed, List.of(Verb.values()), List.of());
    line.setParameterExceptionHandler((wrong, given) -> endings.misused(wrong));
    line.setExecutionExceptionHandler((failure, command, parsed) -> endings.failed(failure));
    return line.execute(words.toArray(String[]::new));
  }

  /** Every command with all its options. */
  static CommandLine whole(World world) {
    return line(world, List.of(Verb.values()), List.of(Verb.values()));
  }

  /** True when a command is told which inventory is meant. */
  static boolean takesInventory(World world, Verb verb) {
    return new CommandLine(verb.make(world)).getCommandSpec().findOption('i') != null;
  }

  /** The words of a command line as they were understood; none where they name no command. */
  static Optional<CommandLine.ParseResult> understood(World world) {
    return Verb.in(world.words())
        .map(verb -> line(world, List.of(verb), List.of(verb)))
        .map(line -> line.parseArgs(world.words().toArray(String[]::new)).subcommand());
  }

  /** The names of all options of all commands. */
  static List<String> options(World world) {
    return whole(world).getSubcommands().values().stream()
        .flatMap(command -> command.getCommandSpec().options().stream())
        .map(OptionSpec::longestName)
        .distinct()
        .toList();
  }

  /**
   * The command line with some commands, of which some have their options: each costs time at every
   * start, and mostly one is needed.
   */
  private static CommandLine line(World world, List<Verb> verbs, List<Verb> inFull) {
    CommandLine line = new CommandLine(new Root());
    for (Verb verb : verbs) {
      CommandLine sub =
          new CommandLine(
              inFull.contains(verb) ? verb.make(world) : CommandSpec.create().name(verb.word()));
      sub.getCommandSpec().usageMessage().description(verb.description());
      line.addSubcommand(verb.word(), sub);
    }
    line.getCommandSpec().version(versionLine(world));
    HelpText.dress(line);
    Words.teach(line);
    line.setOut(world.console().out());
    line.setErr(world.console().err());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setExpandAtFiles(false); // a word of a file must never be an option
    line.setDefaultValueProvider(new Environment(world.surroundings().environment()));
    return line;
  }

  private static String versionLine(World world) {
    return "walter-fleet " + world.surroundings().version();
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
