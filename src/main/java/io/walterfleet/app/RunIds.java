package io.walterfleet.app;

import io.walterfleet.fleet.Advice;
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

  /** The one id that this word stands for. */
  public static String one(String word, List<String> ids) throws UsageException {
    List<String> like = like(word, ids);
    if (like.size() != 1) {
      throw UsageException.of(
          like.isEmpty()
              ? "there is no run " + word
              : word + " is the beginning of " + like.size() + " runs",
          "see the runs of this controller: " + Advice.of("history").line());
    }
    return like.get(0);
  }

  /** The ids that begin or end with this word; {@code last} is the newest. */
  public static List<String> like(String word, List<String> ids) {
    return word.equals("last")
        ? ids.stream().limit(1).toList()
        : ids.stream().filter(id -> id.startsWith(word) || id.endsWith("-" + word)).toList();
  }
}
