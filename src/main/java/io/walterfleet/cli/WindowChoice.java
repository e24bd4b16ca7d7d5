package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.MaskedWord;
import io.walterfleet.app.Purpose;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Maintenance.Bound;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.Interrupt.Closure;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether machines may be begun outside of maintenance windows and in a freeze, and why. */
final class WindowChoice {
  private static final int LONGEST = 200;

  private static final String FIX =
      "run the same again then; what cannot wait goes on with --outside-window REASON";

  @Option(
      names = "--outside-window",
      paramLabel = "REASON",
      description = {
        "begin outside of maintenance windows and in a freeze, too;",
        "the reason is written down on each machine and in the history"
      })
  private Optional<String> reason = Optional.empty();

  /** Refuses a reason that says nothing, or cannot stand in a log. */
  void mustBeSaid() throws UsageException {
    if (reason.isEmpty()) {
      return;
    }
    String said = reason.get();
    if (said.isBlank() || Controls.isIn(said) || said.length() > LONGEST) {
      throw UsageException.of(
          "--outside-window needs a reason on one line, of at most "
              + LONGEST
              + " characters (nothing was changed)",
          "say who wants it and why, such as --outside-window 'CHG-42: ana'");
    }
  }

  /** The reason, to be said again in another command. */
  String typed() {
    return reason.map(why -> " --outside-window " + MaskedWord.of(why)).orElse("");
  }

  /** What a run of this kind is for, as it is written down on machines. */
  Purpose purpose(String kind) {
    return new Purpose(kind, reason.map(why -> "outside the window: " + why).orElse(""));
  }

  /** Somebody's wish that a run should end, which tells when machines of this fleet may begin. */
  Interrupt interrupt(Fleet fleet, CommandRuntime runtime) {
    return new Interrupt(
        () -> false,
        group ->
            reason.isPresent()
                ? Optional.empty()
                : fleet
                    .operations()
                    .maintenance()
                    .closed(group, Bound.APPLY, runtime.environment().clock().instant())
                    .map(why -> new Closure(why.sentence() + " (nothing was changed)", FIX)));
  }
}
