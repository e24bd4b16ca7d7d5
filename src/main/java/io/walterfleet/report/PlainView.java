package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.MachineResult;
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
      line(event.at(), Words.began(started));
    } else if (event instanceof StepFinished step) {
      boolean shown = detail == Detail.VERBOSE && !step.detail().isEmpty();
      String said = shown ? ": " + step.detail() : "";
      line(event.at(), step.machine() + ": " + Words.ended(step) + said);
    } else if (event instanceof HookFinished hook) {
      hook(hook);
    } else if (event instanceof MachineFinished machine && Words.isNews(machine.result())) {
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

  private void machine(Instant at, MachineResult result) {
    line(at, Words.ended(result));
    if (!result.fix().isEmpty()) {
      say("    fix: " + Controls.escaped(result.fix()));
    }
  }

  private void line(Instant at, String text) {
    say(at.truncatedTo(ChronoUnit.SECONDS) + " " + Controls.escaped(text));
  }
}
