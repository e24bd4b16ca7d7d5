package io.walterfleet.fleet;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Walter release number such as 1.8.3; ordered by its numbers, never by its text. */
public record Release(int major, int minor, int patch) implements Comparable<Release> {
  private static final Pattern FORM =
      Pattern.compile("(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})");
  private static final Comparator<Release> ORDER =
      Comparator.comparing(Release::series).thenComparingInt(Release::patch);

  public Release {
    if (major < 0 || minor < 0 || patch < 0) {
      throw new IllegalArgumentException("a release has no negative number");
    }
  }

  /** The release that the text names; empty when the text is not {@code major.minor.patch}. */
  public static Optional<Release> of(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new Release(number(form, 1), number(form, 2), number(form, 3)))
        : Optional.empty();
  }

  /** The line of patches that this release belongs to. */
  public Series series() {
    return new Series(major, minor);
  }

  @Override
  public int compareTo(Release other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }
}
