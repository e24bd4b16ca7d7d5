package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How a watch speaks to people. */
public final class WatchText {
  private WatchText() {}

  /** A line with its time; further lines of the words follow below, indented. */
  public static String line(Instant at, String words) {
    return at.truncatedTo(ChronoUnit.SECONDS) + " " + words.strip().replace("\n", "\n    ") + "\n";
  }

  /**
   * How a watch begins.
   *
   * @param address where it answers over HTTP, if it does
   */
  public static String begins(
      Fleet fleet, Duration every, boolean correct, Optional<String> address) {
    boolean windows = !fleet.operations().maintenance().windows().isEmpty();
    String mends =
        correct
            ? "; drift is put back" + (windows ? " in the maintenance windows" : " at any time")
            : "; nothing is changed";
    return "Watching fleet "
        + Controls.escaped(fleet.name())
        + ", every "
        + Elapsed.of(every).replaceAll(" 0 (min|s)\\b", "")
        + mends
        + address.map(one -> "; http://" + one + "/").orElse("")
        + "\n";
  }
}
