package io.walterfleet.rollout;

/**
 * What became of one machine, and why.
 *
 * @param reason for anything but success: what was tried and why it did not work; fit to show
 * @param fix what the operator can do; may be empty
 * @param trace what the run left there
 */
public record MachineResult(
    String machine, Outcome outcome, String reason, String fix, Trace trace) {
  /** The result of a machine that was not left down. */
  public MachineResult(String machine, Outcome outcome, String reason, String fix) {
    this(machine, outcome, reason, fix, Trace.UP);
  }

  /** What a run left on a machine. */
  public enum Trace {
    /** Nothing was begun there, and it has what it had. */
    NONE,
    /** It may have been changed; Walter was not left down. */
    UP,
    /** Walter was left down, or nobody can tell. */
    DOWN
  }

  /** The result of a machine on which nothing was begun; the reason is made to say so. */
  public static MachineResult untouched(
      String machine, Outcome outcome, String reason, String fix) {
    return new MachineResult(machine, outcome, reason + " (nothing was changed)", fix, Trace.NONE);
  }

  /** True when the run left it with Walter down, or cannot tell. */
  public boolean isDown() {
    return trace == Trace.DOWN;
  }

  /** True when nothing was begun there, so that there is nothing to look at. */
  public boolean isUntouched() {
    return trace == Trace.NONE;
  }

  /** The same with another fix. */
  public MachineResult fixedBy(String remedy) {
    return new MachineResult(machine, outcome, reason, remedy, trace);
  }

  /** The same of a machine that was left down, or may have been; the words say which. */
  MachineResult down(String words) {
    return new MachineResult(machine, outcome, reason + "; " + words, fix, Trace.DOWN);
  }

  /** The same, and these words about it. */
  MachineResult with(String words) {
    return new MachineResult(machine, outcome, reason + "; " + words, fix, trace);
  }

  /** The same of a machine that failed after all, with what can be done about that. */
  MachineResult failed(String remedy) {
    return new MachineResult(machine, Outcome.FAILED, reason, remedy, trace);
  }

  /** An outcome that needs no reason. */
  static MachineResult of(String machine, Outcome outcome) {
    return new MachineResult(machine, outcome, "", "");
  }
}
