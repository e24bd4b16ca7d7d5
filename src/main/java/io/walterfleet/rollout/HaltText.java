package io.walterfleet.rollout;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Reach.Halt;
import io.walterfleet.remote.ShellQuoting;
import io.walterfleet.rollout.Interrupt.Closure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What the waves wait for that a run may not begin, and the command that goes on. */
final class HaltText {
  private static final String UNTOUCHED = " (nothing was changed)";
  private static final int NAMED = 5;

  private final ApplyRequest request;
  private final Instant now;

  HaltText(ApplyRequest request, Instant now) {
    this.request = request;
    this.now = now;
  }

  /**
   * In words.
   *
   * @param isDone whether the machines of the wave are as planned by now
   */
  Closure of(Halt halt, boolean isDone) {
    String wave = "wave '" + halt.after() + "' ";
    return switch (halt.kind()) {
      case UNFINISHED ->
          new Closure(
              wave + "is not done on " + shortened(halt.machines()) + UNTOUCHED,
              "once it is, go on: " + again());
      case SOAK -> soak(halt, isDone);
      case THROUGH ->
          new Closure(wave + "was the last to go through" + UNTOUCHED, further(halt, "go on: "));
      case HOLD ->
          new Closure(
              wave + (isDone ? "is done, and " : "") + "holds the waves after it" + UNTOUCHED,
              further(halt, "see that all is well there; then go on: "));
    };
  }

  /** Nobody could tell how Walter is on these, which are done. */
  Closure unsure(List<String> machines) {
    return new Closure(
        "not begun, because it is not known how Walter is on machines that are done: "
            + shortened(machines),
        "once it is, go on: " + again());
  }

  /** A machine that is done, and whose Walter is not ready, as far as anybody knows. */
  Closure notReady(Condition condition) {
    String why = condition.reason().isEmpty() ? "" : ": " + condition.reason();
    String fix =
        condition.isUnhealthy()
            ? "see what ails it, before others follow"
            : "once it answers, go on: " + again();
    return new Closure(
        "it is as planned, and Walter is " + condition.state().counted() + why + UNTOUCHED,
        condition.fix().isEmpty() ? fix : condition.fix());
  }

  private Closure soak(Halt halt, boolean isDone) {
    String rule = "wave '" + halt.after() + "' soaks for " + Wave.words(halt.soak());
    Optional<Instant> until =
        halt.until().or(() -> Optional.of(now.plus(halt.soak())).filter(at -> isDone));
    return new Closure(
        rule
            + until
                .map(at -> ": the waves after it may begin on " + date(at))
                .orElse(", counted from when all of it is done")
            + UNTOUCHED,
        endsAt(halt.after()) ? further(halt, "then go on: ") : "then go on: " + again());
  }

  /** Whether the same command would begin nothing after this wave, however long it has soaked. */
  private boolean endsAt(String wave) {
    return request.stint().part().through().filter(wave::equals).isPresent();
  }

  /** The same command, as it was typed. */
  private String again() {
    String through =
        request
            .stint()
            .part()
            .through()
            .map(wave -> " --through " + ShellQuoting.shown(wave))
            .orElse("");
    return Advice.of(request.stint().again() + through).line();
  }

  private String further(Halt halt, String words) {
    return words
        + Advice.of(request.stint().again() + " --through " + ShellQuoting.shown(halt.next()))
            .line();
  }

  /** Rounded up, so that nobody comes too early. */
  private String date(Instant at) {
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
    Maintenance maintenance = request.fleet().operations().maintenance();
    return Maintenance.shown(
        (minute.equals(at) ? at : minute.plus(1, ChronoUnit.MINUTES))
            .atZone(maintenance.timezone()));
  }

  /** The first few of them. */
  static String shortened(List<String> names) {
    return String.join(", ", names.stream().limit(NAMED).toList())
        + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
  }
}
