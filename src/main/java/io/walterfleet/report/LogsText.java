package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.MachineCourse;
import io.walterfleet.format.MachineLog;
import io.walterfleet.format.MachineLog.Kept;
import io.walterfleet.format.MachineLog.StepLog;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.StepFinished;
import java.time.temporal.ChronoUnit;

/** What a run did and said on one machine, for people. */
public final class LogsText {
  private final MachineLog log;
  private final Style style;
  private final TextBuilder textBuilder = new TextBuilder();

  private LogsText(MachineLog log, Style style) {
    this.log = log;
    this.style = style;
  }

  /** The whole text; it ends with a line feed. */
  public static String of(MachineLog log, Style style) {
    LogsText text = new LogsText(log, style);
    text.head();
    text.here();
    text.there();
    text.textBuilder.gap();
    return text.textBuilder.line("look there: " + Controls.escaped(log.subject().ssh())).text();
  }

  private void head() {
    String machine = Controls.escaped(log.subject().machine());
    String word = log.course().map(course -> ": " + course.word()).orElse("");
    textBuilder.line(
        style.bold(
            log.run().isEmpty()
                ? machine + ": no run of walter-fleet is known here or there"
                : machine + " in run " + Controls.escaped(log.run()) + word));
    log.course()
        .flatMap(MachineCourse::result)
        .ifPresent(result -> textBuilder.why("    ", ReasonAndFix.of(result)));
  }

  private void here() {
    if (log.run().isEmpty()) {
      return;
    }
    textBuilder.gap();
    if (log.seen().isEmpty()) {
      textBuilder.line("This controller has nothing of that run.");
      return;
    }
    textBuilder.line("Seen from here");
    if (log.events().isEmpty()) {
      textBuilder.line("  nothing: the run did not come to this machine");
    }
    for (Event event : log.events()) {
      if (event instanceof StepFinished step) {
        String detail = step.detail().isEmpty() ? "" : ": " + step.detail();
        textBuilder.line(
            "  "
                + step.at().truncatedTo(ChronoUnit.SECONDS)
                + " "
                + Controls.escaped(Words.ended(step) + detail));
      }
    }
  }

  private void there() {
    Kept kept = log.kept();
    textBuilder.gap();
    if (!kept.away().isEmpty()) {
      textBuilder.line(style.red("Not heard from there"));
      textBuilder.why("    ", new ReasonAndFix(kept.away(), kept.fix()));
      return;
    }
    if (kept.steps().isEmpty() && kept.audit().isEmpty()) {
      textBuilder.line("The machine has nothing of that run.");
      return;
    }
    kept.steps().forEach(this::step);
    if (!kept.audit().isEmpty()) {
      textBuilder.gap().line("The machine's audit log");
      kept.audit().forEach(line -> textBuilder.line("  " + Controls.escaped(line)));
    }
  }

  private void step(StepLog step) {
    boolean bad = !step.exit().equals("0");
    String head = Controls.escaped(step.step()) + " " + step.ended();
    textBuilder.line(
        (bad ? style.red(head) : head) + (step.lines().isEmpty() ? ", and said nothing" : ""));
    step.lines().forEach(line -> textBuilder.line("  | " + Controls.escaped(line)));
  }
}
