package io.walterfleet.step;

import java.util.Locale;

/**
 * How a step ended.
 *
 * @param cause on success what was done, on failure what was tried and why it did not work; in
 *     words that are fit to show, and to stand in a longer sentence
 * @param fix what the operator can do about a failure; may be empty
 * @param effect of a failure on the machine
 * @param copied what it copied
 */
public record StepReport(Result result, String cause, String fix, Effect effect, Copied copied) {
  /** A step of which nothing is said beyond these words. */
  public StepReport(Result result, String cause, String fix) {
    this(result, cause, fix, Effect.UNSAID);
  }

  /** A step that copied no data. */
  public StepReport(Result result, String cause, String fix, Effect effect) {
    this(result, cause, fix, effect, Copied.NOTHING);
  }

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

  /** What a step that failed has done to its machine. */
  public enum Effect {
    /** It has what it had. */
    NOTHING(" (nothing was changed)"),
    /** A part was done. */
    SOMETHING(" (something was changed)"),
    /** No answer came that tells. */
    UNKNOWN(" (what it did is not known)"),
    /** The words before say it, or there is nothing to say. */
    UNSAID("");

    private final String note;

    Effect(String note) {
      this.note = note;
    }
  }

  /** What was done, or why it failed and whether anything was changed. */
  public String detail() {
    return cause + effect.note;
  }

  /** True when it failed, and says that something was changed. */
  public boolean hasChanged() {
    return result == Result.FAILED && effect == Effect.SOMETHING;
  }

  /** True when the next step may follow. */
  public boolean isDone() {
    return result == Result.CHANGED || result == Result.ALREADY;
  }
}
