package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.rollout.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The command line: finds the command, runs it, and turns what became of it into an exit code. */
public final class Cli {
  private Cli() {}

  /** Runs one command line; what it returns is the exit code of the process. */
  public static int run(List<String> words, CommandRuntime given) {
    CommandRuntime runtime = logging(words, given);
    ErrorReporter errorReporter = new ErrorReporter(runtime);
    int code = errorReporter.written(attempted(words, runtime, errorReporter));
    runtime.console().err().flush();
    return code;
  }

  private static CommandRuntime logging(List<String> words, CommandRuntime runtime) {
    return switch (LogFormat.asked(words, runtime.environment())) {
      case TEXT -> runtime;
      case JSON -> runtime.logging(Commands.in(words).map(Commands::word).orElse(""));
    };
  }

  private static int attempted(
      List<String> words, CommandRuntime runtime, ErrorReporter errorReporter) {
    try {
      return words.equals(List.of("--version")) ? version(runtime) : parsed(asked(words), runtime);
    } catch (RuntimeException | Error bug) {
      return errorReporter.internal(bug);
    }
  }

  /**
   * What {@code help plan} means, which other programs have taught many people to type. Of what is
   * no command there is no help.
   */
  private static List<String> asked(List<String> words) {
    List<String> meant =
        words.isEmpty() || !words.get(0).equals("help")
            ? words
            : Stream.concat(words.stream().skip(1), Stream.of("--help")).toList();
    List<String> first = meant.stream().limit(1).toList();
    boolean isUnknown =
        first.stream().noneMatch(word -> word.startsWith("-")) && Commands.in(first).isEmpty();
    return isUnknown ? first : meant;
  }

  /** Asked by scripts again and again, so it does not wait for the parser to get ready. */
  private static int version(CommandRuntime runtime) {
    runtime.console().out().println(CommandTree.version(runtime));
    return ExitCode.OK.number();
  }

  private static int parsed(List<String> words, CommandRuntime runtime) {
    Optional<Commands> commands = Commands.in(words);
    CommandRuntime typed = runtime.typed(new CommandLineText(runtime, words));
    ErrorReporter errorReporter = new ErrorReporter(typed);
    CommandLine line =
        commands.isPresent()
            ? CommandTree.line(typed, List.of(commands.get()), List.of(commands.get()))
            : CommandTree.line(typed, List.of(Commands.values()), List.of());
    line.setParameterExceptionHandler((wrong, given) -> errorReporter.misused(wrong));
    line.setExecutionExceptionHandler((failure, command, parsed) -> errorReporter.failed(failure));
    return line.execute(words.toArray(String[]::new));
  }
}
