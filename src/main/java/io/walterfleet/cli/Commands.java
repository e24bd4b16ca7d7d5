package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The commands there are, in the order in which help lists them. */
enum Commands {
  INIT("write a first inventory, from the hosts of ~/.ssh/config", InitCommand::new),
  VALIDATE("check inventories; no machine is contacted", ValidateCommand::new),
  VERSIONS("the manifest: latest stable, latest patch per series, notes", VersionsCommand::new),
  PLAN("read the machines, show what apply would do", PlanCommand::new),
  APPLY("carry out a plan: a saved file, or plan now and ask", ApplyCommand::new),
  APPROVE("sign a saved plan with an SSH key", ApproveCommand::new),
  STATUS(
      "release, mode, host, bundle, health, lock and verdict of each machine", StatusCommand::new),
  DRIFT("what changed behind our back; exit 2 if anything did", DriftCommand::new),
  WATCH("drift, again and again, inside maintenance windows", WatchCommand::new),
  ROLLBACK("put machines back: what a run changed, or to a backup", RollbackCommand::new),
  DOCTOR("hold what is assumed of Walter against a machine or a bundle", DoctorCommand::new),
  LOGS("what the steps of a run said on a machine", LogsCommand::new),
  BACKUPS("list, prune and prove backups on the machines", BackupsCommand::new),
  UNLOCK("release a lock, by its id", UnlockCommand::new),
  ADOPT("write an inventory from machines that already run Walter", AdoptCommand::new),
  HISTORY("past runs of this controller; 'history RUN' shows one", HistoryCommand::new),
  NOTIFY("send a test to each receiver of notifications", NotifyCommand::new),
  REHEARSE("how a rollout would go: this inventory, simulated, with faults", RehearseCommand::new),
  DEMO("all of the above against an embedded fleet; needs no machine, no Docker", DemoCommand::new),
  COMPLETION("print a completion script for bash, zsh or fish", CompletionCommand::new);

  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // a constructor reference holds nothing
  private final Function<CommandRuntime, FleetCommand> maker;

  Commands(String description, Function<CommandRuntime, FleetCommand> maker) {
    this.description = description;
    this.maker = maker;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return description;
  }

  FleetCommand make(CommandRuntime runtime) {
    return maker.apply(runtime);
  }

  /** The command that the words name, if any of them names one. */
  static Optional<Commands> in(List<String> words) {
    return words.stream()
        .flatMap(word -> Arrays.stream(values()).filter(commands -> commands.word().equals(word)))
        .findFirst();
  }
}
