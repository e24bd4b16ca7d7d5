package io.walterfleet.format;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a machine took.
 *
 * @param works what was done there; what was done already before is left out
 * @param bytes how much each of them copied; those of which that is not known are left out
 * @param between its steps, from the first one of its turn to its end
 */
record Took(Map<Work, Duration> works, Map<Work, Long> bytes, Duration between) {
  Took {
    works = Map.copyOf(works);
    bytes = Map.copyOf(bytes);
  }

  /** How long this took. */
  Duration time(Work work) {
    return works.getOrDefault(work, Duration.ZERO);
  }

  /** What it would have taken where so much is copied. */
  Took with(Map<Work, Long> others, Map<Work, ByteLine> lines) {
    Map<Work, Duration> scaled = new HashMap<>(works);
    for (Map.Entry<Work, Long> other : others.entrySet()) {
      Work work = other.getKey();
      long from = bytes.getOrDefault(work, 0L);
      if (from > 0 && from != other.getValue()) {
        ByteLine line = lines.getOrDefault(work, ByteLine.PROPORTIONAL);
        scaled.put(work, line.scaled(time(work), from, other.getValue()));
      }
    }
    return new Took(scaled, others, between);
  }
}
