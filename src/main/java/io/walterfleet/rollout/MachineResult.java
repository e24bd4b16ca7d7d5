package io.walterfleet.rollout;

/**
 * What became of one machine, and why.
 *
 * @param reason for anything but success: what was tried and why it did not work; fit to show
 * @param fix what the operator can do; may be empty
 */
public record MachineResult(String machine, Outcome outcome, String reason, String fix) {
  /** An outcome that needs no reason. */
  static MachineResult of(String machine, Outcome outcome) {
    return new MachineResult(machine, outcome, "", "");
  }
}
