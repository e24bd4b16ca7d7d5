package io.walterfleet.format;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a machine took.
 *
 * @param works what was done there; what was done already before is left out
 * @param ahead how long each of them worked while Walter still ran, where it then stopped it
 * @param bytes how much each of them copied; those of which that is not known are left out
 * @param between its steps, from the first one of its turn to its end
 */
record Took(
    Map<Work, Duration> works, Map<Work, Duration> ahead, Map<Work, Long> bytes, Duration between) {
  Took {
    works = Map.copyOf(works);
    ahead = Map.copyOf(ahead);
    bytes = Map.copyOf(bytes);
  }

  /** How long this took. */
  Duration time(Work work) {
    return works.getOrDefault(work, Duration.ZERO);
  }

  /** How long of this Walter still ran. */
  Duration ahead(Work work) {
    Duration told = ahead.getOrDefault(work, Duration.ZERO);
    return told.compareTo(time(work)) < 0 ? told : time(work);
  }

  /**
   * What it would have taken where so much is copied. What is copied while Walter still runs goes
   * with the bytes, and what follows does not: that is what was written meanwhile.
   */
  Took with(Map<Work, Long> others, Map<Work, ByteLine> lines) {
    Map<Work, Duration> scaled = new HashMap<>(works);
    Map<Work, Duration> scaledAhead = new HashMap<>(ahead);
    for (Map.Entry<Work, Long> other : others.entrySet()) {
      Work work = other.getKey();
      long from = bytes.getOrDefault(work, 0L);
      if (from > 0 && from != other.getValue()) {
        ByteLine line = lines.getOrDefault(work, ByteLine.PROPORTIONAL);
        Duration before = ahead(work);
        Duration all = line.scaled(time(work), from, other.getValue());
        if (before.isZero()) {
          scaled.put(work, all);
        } else {
          Duration rest = time(work).minus(before);
          scaled.put(work, all.compareTo(rest) < 0 ? rest : all);
          scaledAhead.put(work, all.compareTo(rest) < 0 ? Duration.ZERO : all.minus(rest));
        }
      }
    }
    return new Took(scaled, scaledAhead, others, between);
  }
}
