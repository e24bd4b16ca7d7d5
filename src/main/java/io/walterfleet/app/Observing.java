package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.plan.Conditions;
import io.walterfleet.report.SurveyView;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.Survey;
import io.walterfleet.rollout.Surveyor;
import java.util.function.Consumer;

/** Reads all machines of a fleet, and shows how far it is. */
record Observing(CommandRuntime runtime, Fleet fleet, AdviceRenderer advice) {
  /**
   * What was read.
   *
   * @param shown whether progress is shown, which needs a terminal that can be drawn over
   */
  Survey survey(Surveyor surveyor, boolean shown, Asked asked) throws InterruptedException {
    leaveAtOnce(runtime);
    if (!shown || !runtime.canRedraw()) {
      return survey(surveyor, asked, answer -> {});
    }
    try (SurveyView view = new SurveyView(runtime.console().err(), fleet.machines().size())) {
      return survey(surveyor, asked, answer -> view.count());
    }
  }

  private Survey survey(Surveyor surveyor, Asked asked, Consumer<Surveyor.Answer> heard)
      throws InterruptedException {
    Survey survey =
        switch (asked) {
          case FACTS -> new Survey(surveyor.survey(fleet, heard), Conditions.NONE);
          case HEALTH ->
              surveyor.examine(fleet, runtime.adapters().factories().healthGate().get(), heard);
        };
    return new Survey(advice.of(survey.seen()), advice.of(survey.health()));
  }

  /** As long as nothing is changed, nothing needs to be finished. */
  static void leaveAtOnce(CommandRuntime runtime) {
    Log err = runtime.console().err();
    runtime
        .signals()
        .handle(
            () -> {
              err.problem("\nwalter-fleet: interrupted; nothing was changed");
              runtime.signals().leave(ExitCode.INTERRUPTED.number());
            });
  }
}
