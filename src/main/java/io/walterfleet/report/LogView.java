package io.walterfleet.report;

import io.walterfleet.format.LogJson;
import io.walterfleet.format.LogLevel;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;

/** A run as records of the log: what {@link PlainView} says, with what the events have. */
public final class LogView implements RunView {
  private final LogJson log;
  private final Detail detail;
  private int batches;

  /**
   * Writes to this log.
   *
   * @param detail verbose: each step also when it begins; quiet: only what did not go well
   */
  public LogView(LogJson log, Detail detail) {
    this.log = log;
    this.detail = detail;
  }

  @Override
  public synchronized void accept(Event event) {
    if (event instanceof RunStarted started) {
      batches = started.batches();
      tell(event, LogLevel.INFO, Words.began(started));
    } else if (event instanceof StepStarted step && detail == Detail.VERBOSE) {
      tell(event, LogLevel.INFO, step.machine() + ": " + step.step() + " begins");
    } else if (event instanceof StepFinished step) {
      boolean failed = step.word().equals("failed");
      tell(event, level(failed), step.machine() + ": " + Words.ended(step));
    } else if (event instanceof HookFinished hook) {
      tell(event, level(!hook.ended().isDone()), Words.ended(hook));
    } else if (event instanceof MachineFinished machine && Words.isNews(machine.result())) {
      tell(event, level(machine.result()), Words.ended(machine.result()));
    } else if (event instanceof BatchFinished batch) {
      tell(event, level(batch.failed() > 0), Words.ended(batch, batches));
    } else if (event instanceof RunFinished end) {
      tell(event, level(end.exitCode() != 0), Words.ended(end));
    }
  }

  @Override
  public void say(String line) {
    log.text(LogLevel.WARN, line);
  }

  @Override
  public void close() {
    // each record is written at once
  }

  private void tell(Event event, LogLevel level, String message) {
    boolean begins = event instanceof RunStarted;
    // the log learns of the run from its first event, and forgets it with its last
    if (begins
        || event instanceof RunFinished
        || detail != Detail.QUIET
        || level != LogLevel.INFO) {
      log.event(event, level, message);
    }
  }

  private static LogLevel level(boolean failed) {
    return failed ? LogLevel.ERROR : LogLevel.INFO;
  }

  private static LogLevel level(MachineResult result) {
    if (result.outcome().isFailure()) {
      return LogLevel.ERROR;
    }
    return result.reason().isEmpty() ? LogLevel.INFO : LogLevel.WARN;
  }
}
