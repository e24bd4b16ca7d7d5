package io.walterfleet.fleet;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of patch releases, {@code major.minor}, such as 1.8. */
public record Series(int major, int minor) implements Comparable<Series> {
  private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})");
  private static final Comparator<Series> ORDER =
      Comparator.comparingInt(Series::major).thenComparingInt(Series::minor);

  /** The series that the text names; empty when the text is not {@code major.minor}. */
  public static Optional<Series> of(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new Series(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Series other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
