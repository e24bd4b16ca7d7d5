package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.UsageException;
import io.walterfleet.rollout.ExitCode;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that lets the shell complete commands and options. */
@Command(name = "completion")
final class CompletionCommand extends FleetCommand {
  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "bash, zsh or fish")
  private String shell = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  Set<OutputOptions.Format> formats() {
    return PEOPLE;
  }

  @Override
  ExitCode run() throws UsageException {
    CommandLine whole = Root.whole(spec);
    show(
        switch (shell) {
          // zsh reads bash's
          case "bash", "zsh" -> AutoComplete.bash("walter-fleet", whole);
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
