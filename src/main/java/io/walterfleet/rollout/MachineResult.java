package io.walterfleet.rollout;

/**
 * What became of one machine, and why.
 *
 * @param reason for anything but success: what was tried and why it did not work; fit to show
 * @param fix what the operator can do; may be empty
 * @param down true when the run left it with Walter down, or cannot tell
 */
public record MachineResult(
    String machine, Outcome outcome, String reason, String fix, boolean down) {
  /** The result of a machine that was not left down. */
  public MachineResult(String machine, Outcome outcome, String reason, String fix) {
    this(machine, outcome, reason, fix, false);
  }

  /** The same of a machine that was left down, or may have been; the words say which. */
  MachineResult down(String words) {
    return new MachineResult(machine, outcome, reason + "; " + words, fix, true);
  }

  /** The same, and these words about it. */
  MachineResult with(String words) {
    return new MachineResult(machine, outcome, reason + "; " + words, fix, down);
  }

  /** The same of a machine that failed after all, with what can be done about that. */
  MachineResult failed(String remedy) {
    return new MachineResult(machine, Outcome.FAILED, reason, remedy, down);
  }

  /** An outcome that needs no reason. */
  static MachineResult of(String machine, Outcome outcome) {
    return new MachineResult(machine, outcome, "", "");
  }
}
