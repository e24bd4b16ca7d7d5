package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.report.MachineLog.Kept;
import io.walterfleet.report.MachineLog.StepLog;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.StepFinished;
import java.time.temporal.ChronoUnit;

/** What a run did and said on one machine, for people. */
public final class LogsText {
  private final MachineLog log;
  private final Style style;
  private final Page page = new Page();

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
    text.page.gap();
    return text.page.line("look there: " + Controls.escaped(log.subject().ssh())).text();
  }

  private void head() {
    String machine = Controls.escaped(log.subject().machine());
    String word = log.course().map(course -> ": " + course.word()).orElse("");
    page.line(
        style.bold(
            log.run().isEmpty()
                ? machine + ": no run of walter-fleet is known here or there"
                : machine + " in run " + Controls.escaped(log.run()) + word));
    log.course()
        .flatMap(MachineCourse::result)
        .ifPresent(result -> page.why("    ", Why.of(result)));
  }

  private void here() {
    if (log.run().isEmpty()) {
      return;
    }
    page.gap();
    if (log.seen().isEmpty()) {
      page.line("This controller has nothing of that run.");
      return;
    }
    page.line("Seen from here");
    if (log.events().isEmpty()) {
      page.line("  nothing: the run did not come to this machine");
    }
    for (Event event : log.events()) {
      if (event instanceof StepFinished step) {
        String detail = step.detail().isEmpty() ? "" : ": " + step.detail();
        page.line(
            "  "
                + step.at().truncatedTo(ChronoUnit.SECONDS)
                + " "
                + Controls.escaped(Words.ended(step) + detail));
      }
    }
  }

  private void there() {
    Kept kept = log.kept();
    page.gap();
    if (!kept.away().isEmpty()) {
      page.line(style.red("Not heard from there"));
      page.why("    ", new Why(kept.away(), kept.fix()));
      return;
    }
    if (kept.steps().isEmpty() && kept.audit().isEmpty()) {
      page.line("The machine has nothing of that run.");
      return;
    }
    kept.steps().forEach(this::step);
    if (!kept.audit().isEmpty()) {
      page.gap().line("The machine's audit log");
      kept.audit().forEach(line -> page.line("  " + Controls.escaped(line)));
    }
  }

  private void step(StepLog step) {
    boolean bad = !step.exit().equals("0");
    String head = Controls.escaped(step.step()) + " " + step.ended();
    page.line(
        (bad ? style.red(head) : head) + (step.lines().isEmpty() ? ", and said nothing" : ""));
    step.lines().forEach(line -> page.line("  | " + Controls.escaped(line)));
  }
}
