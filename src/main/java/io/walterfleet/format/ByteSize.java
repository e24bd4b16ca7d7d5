package io.walterfleet.format;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Sizes for people, in units of a thousand: {@code 2.9 GB}. */
public final class ByteSize {
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");
  private static final double KILO = 1000;

  /** What is shown as a thousand with one digit behind the point. */
  private static final double ALMOST = 999.95;

  private ByteSize() {}

  /** One size. */
  public static String of(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= (unit == 0 ? KILO : ALMOST) && unit < UNITS.size() - 1) {
      size /= KILO;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS.get(unit));
  }

  /** From the least to the most of these; one where both say the same. */
  public static String range(List<Long> sizes) {
    String least = of(Collections.min(sizes));
    String most = of(Collections.max(sizes));
    return least.equals(most) ? most : least + " to " + most;
  }
}
