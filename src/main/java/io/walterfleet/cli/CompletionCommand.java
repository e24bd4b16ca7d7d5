package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.UsageException;
import io.walterfleet.rollout.ExitCode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that lets the shell complete commands and options. */
@Command(name = "completion")
final class CompletionCommand extends FleetCommand {
  private static final String NAMES = "names";

  @Parameters(
      index = "0",
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "bash, zsh or fish; or names, which their scripts ask for")
  private String shell = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LINE",
      description = {
        "the command line so far: what can stand at its end is printed, one a line, if that is",
        "a machine, group or tag of the inventory, or a run; nothing where none is meant, or it",
        "takes more than two seconds"
      })
  private Optional<String> line = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(CommandRuntime runtime) {
    super(runtime, PEOPLE);
  }

  @Override
  ExitCode run() throws UsageException, InterruptedException {
    if (line.isPresent() != shell.equals(NAMES)) {
      throw UsageException.of(
          "a command line is for 'completion " + NAMES + "', which needs one",
          "completion bash, zsh or fish; or " + NAMES + " and a line in quotation marks");
    }
    if (line.isPresent()) {
      NameCompletion.of(line.get(), () -> Root.whole(spec), runtime())
          .forEach(name -> show(name + "\n"));
      return ExitCode.OK;
    }
    CommandLine whole = Root.whole(spec);
    show(
        switch (shell) {
          // zsh reads bash's
          case "bash", "zsh" -> BashCompletion.of(whole);
          case "fish" -> FishCompletion.of(whole);
          default ->
              throw UsageException.of(
                  "there is no completion for '" + shell + "'", "bash, zsh or fish");
        });
    return ExitCode.OK;
  }

  /** The shells there is a script for. */
  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("bash", "zsh", "fish").iterator();
    }
  }
}
