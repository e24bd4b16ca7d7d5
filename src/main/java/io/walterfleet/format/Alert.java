package io.walterfleet.format;

import io.walterfleet.fleet.Occasion;

/** A concern, and what was seen of it. */
public record Alert(Concern concern, NotifiedMachine seen) {
  /** One of a machine that there cannot be, to see whether it arrives. */
  public static Alert test() {
    return new Alert(
        new Concern(Occasion.FAILED, "(test)"),
        new NotifiedMachine("(test)", "test", "this is a test; nothing is wrong", ""));
  }

  /** One that is over. */
  public static Alert over(Concern concern) {
    return new Alert(concern, new NotifiedMachine(concern.machine(), "resolved", "", ""));
  }
}
