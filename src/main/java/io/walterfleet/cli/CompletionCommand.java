package io.walterfleet.cli;

import io.walterfleet.rollout.ExitCode;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script that lets the shell complete commands and options. */
@Command(name = "completion")
final class CompletionCommand extends FleetCommand {
  @Parameters(paramLabel = "SHELL", description = "bash or zsh; the script suits both")
  private String shell = "";

  CompletionCommand(World world) {
    super(world);
  }

  @Override
  Set<Look.Format> formats() {
    return PEOPLE;
  }

  @Override
  ExitCode run() throws Refusal {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw Refusal.of(
          "there is no completion for '" + shell + "'",
          "walter-fleet completion bash, or zsh (other shells can often use bash's)");
    }
    show(AutoComplete.bash("walter-fleet", Cli.whole(world())));
    return ExitCode.OK;
  }
}
