package io.walterfleet.format;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How the time of a step grows with what it copies: a part that is always there, and one for each
 * byte.
 *
 * <p>Tukey's resistant line, which a few slow machines do not bend: 1. By their size, the samples
 * are parted in three. 2. The line goes through the medians of the least and of the largest. 3.
 * Where these are not twice as large, all of the time goes with the bytes, for then the samples
 * tell nothing of the part that does not.
 *
 * @param fixed milliseconds
 * @param perByte milliseconds
 */
record ByteLine(double fixed, double perByte) {
  /** All of the time goes with the bytes. */
  static final ByteLine PROPORTIONAL = new ByteLine(0, 1);

  /** One that took so long for so many bytes. */
  record Sample(long bytes, Duration time) {}

  static ByteLine through(List<Sample> samples) {
    List<Sample> sorted = samples.stream().sorted(Comparator.comparingLong(Sample::bytes)).toList();
    int third = Math.max(1, sorted.size() / 3);
    if (sorted.size() < 2) {
      return PROPORTIONAL;
    }
    List<Sample> least = sorted.subList(0, third);
    List<Sample> most = sorted.subList(sorted.size() - third, sorted.size());
    double from = median(least, Sample::bytes);
    double to = median(most, Sample::bytes);
    if (to < 2 * from) {
      return PROPORTIONAL;
    }
    double low = median(least, sample -> sample.time().toMillis());
    double high = median(most, sample -> sample.time().toMillis());
    double perByte = Math.max(0, (high - low) / (to - from));
    double fixed = low - perByte * from;
    return fixed < 0 || low <= 0 ? PROPORTIONAL : new ByteLine(fixed, perByte);
  }

  /** What took this time for so many bytes, for another number of them. */
  Duration scaled(Duration time, long from, long to) {
    return Duration.ofMillis(Math.round(time.toMillis() * (at(to) / at(from))));
  }

  private double at(long bytes) {
    return fixed + perByte * bytes;
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> what) {
    double[] sorted = samples.stream().mapToDouble(what).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
