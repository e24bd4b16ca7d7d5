package io.walterfleet.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/** The names of plans and runs: the time in UTC, and four characters against coincidence. */
final class RunIds {
  private RunIds() {}

  /** A new one, such as {@code 20261123T100512Z-1c2d}. */
  static String next(CommandRuntime runtime) {
    Instant now = runtime.environment().clock().instant();
    String time = now.atOffset(ZoneOffset.UTC).with(ChronoField.NANO_OF_SECOND, 0).toString();
    String compact = time.replace("-", "").replace(":", "");
    String seconds = compact.length() == "20261123T1005Z".length() ? "00" : "";
    String nonce = runtime.adapters().controllerId().nonces().get();
    return compact.replace("Z", seconds + "Z") + "-" + nonce.substring(0, 4);
  }
}
