package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.FleetOperations;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.report.UnlockText;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.LockReleaser.Answer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Releases a lock by its id, which shows that somebody looked at it. */
@Command(name = "unlock")
final class UnlockCommand extends FleetCommand {
  @Mixin private final MachineOptions machines = new MachineOptions();
  @Mixin private final ForksOption forksOption = new ForksOption();

  @Parameters(paramLabel = "ID", description = "the lock's id, as status and plan show it")
  private String id = "";

  UnlockCommand(CommandRuntime runtime) {
    super(runtime, PEOPLE);
  }

  @Override
  ExitCode run() throws UsageException, InterruptedException {
    Fleet fleet = machines.fleet(runtime());
    try (FleetOperations fleetOperations =
        new FleetOperations(runtime(), fleet, forksOption.forks())) {
      List<Answer> answers = fleetOperations.unlock(id);
      show(UnlockText.of(answers, fleet, style(), output().detail()));
      Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
      answers.forEach(answer -> codes.add(code(answer.kind())));
      return ExitCode.of(codes);
    }
  }

  private static ExitCode code(Answer.Kind kind) {
    return switch (kind) {
      case RELEASED, NOT_LOCKED -> ExitCode.OK;
      case REFUSED -> ExitCode.LOCKED;
      case UNREACHABLE -> ExitCode.UNKNOWN;
    };
  }
}
