package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.report.UnlockText;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.Locksmith.Answer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Releases a lock by its id, which shows that somebody looked at it. */
@Command(name = "unlock")
final class UnlockCommand extends FleetCommand {
  @Mixin private final Choice choice = new Choice();
  @Mixin private final Reach reach = new Reach();

  @Parameters(paramLabel = "ID", description = "the lock's id, as status and plan show it")
  private String id = "";

  UnlockCommand(World world) {
    super(world);
  }

  @Override
  Set<Look.Format> formats() {
    return PEOPLE;
  }

  @Override
  ExitCode run() throws Refusal, InterruptedException {
    Fleet fleet = choice.fleet(world());
    try (Session session = new Session(world(), fleet, reach.forks())) {
      List<Answer> answers = session.unlock(id);
      show(UnlockText.of(answers, fleet, style(), look().detail()));
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
