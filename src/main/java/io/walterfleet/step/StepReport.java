package io.walterfleet.step;

import java.util.Locale;

/**
 * How a step ended.
 *
 * @param detail on success what was done, on failure what was tried and why it did not work; in
 *     words that are fit to show
 * @param fix what the operator can do about a failure; may be empty
 */
public record StepReport(Result result, String detail, String fix) {
  /** The ways a step can end. */
  public enum Result {
    /** It changed the machine. */
    CHANGED,
    /** There was nothing left to do. */
    ALREADY,
    /** It failed, and says whether it changed anything. */
    FAILED,
    /** The lock is somebody else's now; nothing was done. */
    LOCK_LOST,
    /** It began and left no trace of an end, as after a power cut: survey and decide again. */
    VANISHED;

    /** The word in events. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Why it failed, without the note on what was changed: to stand in a longer sentence. */
  public String cause() {
    return detail.replaceFirst(" \\((?:some|no)thing was changed\\)$", "");
  }

  /** True when it failed, and says that something was changed. */
  public boolean hasChanged() {
    return result == Result.FAILED && detail.endsWith(" (something was changed)");
  }

  /** True when the next step may follow. */
  public boolean isDone() {
    return result == Result.CHANGED || result == Result.ALREADY;
  }
}
