package io.walterfleet.fleet;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** When drift may be corrected without asking; no window means at any time. */
public record Maintenance(ZoneId timezone, List<Window> windows) {
  /** At any time. */
  public static final Maintenance ANY_TIME = new Maintenance(ZoneOffset.UTC, List.of());

  public Maintenance {
    windows = List.copyOf(windows);
  }

  /** From one time of day to another on some days; a window may run over midnight. */
  public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    public Window {
      days = Set.copyOf(days);
    }
  }
}
