package io.walterfleet.cli;

import io.walterfleet.cli.Session.Asked;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.plan.Conditions;
import io.walterfleet.report.SurveyView;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.Survey;
import io.walterfleet.rollout.Surveyor;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Reads all machines of a fleet, and shows how far it is. */
record Observing(World world, Fleet fleet, Advised advised) {
  /**
   * What was read.
   *
   * @param shown whether progress is shown, which needs a terminal
   */
  Survey survey(Surveyor surveyor, boolean shown, Asked asked) throws InterruptedException {
    leaveAtOnce(world);
    if (!shown || !world.console().terminal().err()) {
      return survey(surveyor, asked, answer -> {});
    }
    try (SurveyView view = new SurveyView(world.console().err(), fleet.machines().size())) {
      return survey(surveyor, asked, answer -> view.count());
    }
  }

  private Survey survey(Surveyor surveyor, Asked asked, Consumer<Surveyor.Answer> heard)
      throws InterruptedException {
    Survey survey =
        switch (asked) {
          case FACTS -> new Survey(surveyor.survey(fleet, heard), Conditions.NONE);
          case HEALTH -> surveyor.examine(fleet, world.parts().hands().gatekeeper().get(), heard);
        };
    return new Survey(advised.of(survey.seen()), advised.of(survey.health()));
  }

  /** As long as nothing is changed, nothing needs to be finished. */
  static void leaveAtOnce(World world) {
    PrintWriter err = world.console().err();
    world
        .signals()
        .handle(
            () -> {
              err.println("\nwalter-fleet: interrupted; nothing was changed");
              err.flush();
              world.signals().leave(ExitCode.INTERRUPTED.number());
            });
  }
}
