package io.walterfleet.cli;

import io.walterfleet.app.AdviceRenderer;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.ErrorFiles;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Controls;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.rollout.ExitCode;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ended a command before its time into a message and an exit code. */
final class ErrorReporter {
  private final CommandRuntime runtime;

  ErrorReporter(CommandRuntime runtime) {
    this.runtime = runtime;
  }

  /** The same exit code, unless what was said could not be written and nothing worse happened. */
  int written(int code) {
    Optional<String> lost = runtime.console().out().failure();
    if (lost.isEmpty()) {
      return code;
    }
    say("walter-fleet: the output could not be written to its end: " + lost.get());
    Optional<ExitCode> ended = ExitCode.numbered(code);
    return ended.isEmpty() ? code : ExitCode.of(List.of(ended.get(), ExitCode.UNWRITTEN)).number();
  }

  /** The command line was not understood. */
  int misused(ParameterException wrong) {
    if (wrong instanceof Root.MissingCommandException) {
      wrong.getCommandLine().usage(runtime.console().err());
      return ExitCode.USAGE.number();
    }
    say("walter-fleet: " + reason(wrong) + "\n    fix: " + fix(wrong));
    return ExitCode.USAGE.number();
  }

  /** A command gave up. */
  int failed(Exception failure) {
    if (failure instanceof UsageException usageException) {
      say(usageException.with(new AdviceRenderer(runtime)).text());
      return usageException.code().number();
    }
    if (failure instanceof ReleaseException refused) {
      return failed(UsageException.of(refused));
    }
    if (failure instanceof InterruptedException) {
      say("walter-fleet: interrupted");
      return ExitCode.INTERRUPTED.number();
    }
    if (failure instanceof InvalidPathException path) {
      say(
          UsageException.of(
                  OptionConverters.unusable(path.getInput()), OptionConverters.PATH_ADVICE)
              .text());
      return ExitCode.USAGE.number();
    }
    return internal(failure);
  }

  /** A bug: the trace goes to a file, because it is of no use to whoever reads the message. */
  int internal(Throwable bug) {
    say(
        "walter-fleet: internal error, which is a bug and not a mistake of yours\n"
            + "    the details are in "
            + new ErrorFiles(runtime).place(bug)
            + "\n"
            + "    fix: report it with that file; if machines were being changed, run apply again: it"
            + " resumes where each machine is");
    return ExitCode.INTERNAL_ERROR.number();
  }

  private static String reason(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      if (word.startsWith("-")) {
        return "there is no option '" + word + "'";
      }
      boolean isCommand = wrong.getCommandLine().getParent() == null;
      return isCommand
          ? "there is no command '" + word + "'"
          : "'" + word + "' is one word too many";
    }
    String first =
        String.valueOf(wrong.getMessage())
            .lines()
            .findFirst()
            .orElse("")
            .replace("option option", "option"); // picocli says it twice
    return first.isEmpty()
        ? "the command line was not understood"
        : first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1);
  }

  private String fix(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    Optional<String> example = OptionConverters.fix(wrong);
    if (example.isPresent()) {
      return example.get();
    }
    String help =
        "see what there is: "
            + command
                .getCommandSpec()
                .qualifiedName()
                .replaceFirst(
                    "^walter-fleet", Matcher.quoteReplacement(runtime.environment().program()))
            + " --help";
    List<String> like =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return like.isEmpty() ? help : "did you mean '" + like.get(0) + "'? " + help;
  }

  private void say(String text) {
    // whatever a message is about, a name of a file or of a branch may stand in it
    String shown = text.lines().map(Controls::escaped).collect(Collectors.joining("\n"));
    runtime.console().err().problem(shown);
  }
}
