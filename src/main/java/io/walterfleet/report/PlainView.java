package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Plural;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A run for pipes and files: a line for each step that ended, without control characters. */
public final class PlainView implements RunView {
  private final PrintWriter out;
  private final Detail detail;
  private int batches;

  /**
   * Writes to this; flushed after each line, because somebody may be watching.
   *
   * @param detail whether each step says what it did
   */
  public PlainView(PrintWriter out, Detail detail) {
    this.out = out;
    this.detail = detail;
  }

  @Override
  public synchronized void accept(Event event) {
    if (event instanceof RunStarted started) {
      batches = started.batches();
      line(
          event.at(),
          "run " + started.run() + " of " + Plural.machines(started.machines()) + " began");
    } else if (event instanceof StepFinished step) {
      boolean shown = detail == Detail.VERBOSE && !step.detail().isEmpty();
      String said = shown ? ": " + step.detail() : "";
      line(event.at(), step.machine() + ": " + Words.ended(step) + said);
    } else if (event instanceof HookFinished hook) {
      hook(hook);
    } else if (event instanceof MachineFinished machine && isNews(machine.result())) {
      machine(event.at(), machine.result());
    } else if (event instanceof BatchFinished batch) {
      line(event.at(), Words.ended(batch, batches));
    }
  }

  @Override
  public synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }

  private void hook(HookFinished hook) {
    line(hook.at(), Words.ended(hook));
    if (detail == Detail.VERBOSE) {
      hook.ended().output().lines().forEach(said -> say("    | " + Controls.escaped(said)));
    }
  }

  /** What the plan said before is no news. */
  private static boolean isNews(MachineResult result) {
    return result.outcome() != Outcome.IN_SYNC && result.outcome() != Outcome.SKIPPED;
  }

  private void machine(Instant at, MachineResult result) {
    String reason = result.reason().isEmpty() ? "" : ": " + result.reason();
    line(at, result.machine() + ": " + result.outcome().word() + reason);
    if (!result.fix().isEmpty()) {
      say("    fix: " + Controls.escaped(result.fix()));
    }
  }

  private void line(Instant at, String text) {
    say(at.truncatedTo(ChronoUnit.SECONDS) + " " + Controls.escaped(text));
  }
}
