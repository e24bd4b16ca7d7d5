package io.walterfleet.app;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.List;

/** The names of plans and runs: the time in UTC, and four characters against coincidence. */
public final class RunIds {
  private RunIds() {}

  /** A new one, such as {@code 20261123T100512Z-1c2d}. */
  public static String next(CommandRuntime runtime) {
    Instant now = runtime.environment().clock().instant();
    String time = now.atOffset(ZoneOffset.UTC).with(ChronoField.NANO_OF_SECOND, 0).toString();
    String compact = time.replace("-", "").replace(":", "");
    String seconds = compact.length() == "20261123T1005Z".length() ? "00" : "";
    String nonce = runtime.adapters().controllerId().nonces().get();
    return compact.replace("Z", seconds + "Z") + "-" + nonce.substring(0, 4);
  }

  /** The ids that begin or end with this word; {@code last} is the newest. */
  public static List<String> like(String word, List<String> ids) {
    return word.equals("last")
        ? ids.stream().limit(1).toList()
        : ids.stream().filter(id -> id.startsWith(word) || id.endsWith("-" + word)).toList();
  }
}
