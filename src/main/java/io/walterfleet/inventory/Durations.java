package io.walterfleet.inventory;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations such as {@code 10s}, {@code 5m}, {@code 1h30m} and {@code 200ms}. */
public final class Durations {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Pattern FORM =
      Pattern.compile("(?=\\d)(?:(\\d{1,7})h)?(?:(\\d{1,7})m)?(?:(\\d{1,7})s)?(?:(\\d{1,7})ms)?");

  /** How a duration is written. */
  public static final String ADVICE = "write a number and a unit, such as 200ms, 30s, 5m or 1h30m";

  private Durations() {}

  /** A duration, which may be 0. */
  static Optional<Duration> read(Cursor cursor) {
    return cursor.text(raw -> ADVICE).flatMap(text -> parse(cursor, text));
  }

  /** A duration longer than 0. */
  static Optional<Duration> readPositive(Cursor cursor) {
    return read(cursor)
        .flatMap(
            duration ->
                duration.isZero()
                    ? cursor.refuse("is 0, but must be longer", ADVICE)
                    : Optional.of(duration));
  }

  /** The duration that the text says; empty when it says none. */
  public static Optional<Duration> of(String text) {
    return Optional.of(FORM.matcher(text)).filter(Matcher::matches).map(Durations::sum);
  }

  private static Optional<Duration> parse(Cursor cursor, String text) {
    Optional<Duration> duration = of(text);
    if (duration.isEmpty()) {
      return cursor.refuse(text, "is not a duration", ADVICE);
    }
    return duration.get().compareTo(LONGEST) > 0
        ? cursor.refuse(text, "is longer than 30 days", ADVICE)
        : duration;
  }

  private static Duration sum(Matcher form) {
    return Duration.ofHours(part(form, 1))
        .plusMinutes(part(form, 2))
        .plusSeconds(part(form, 3))
        .plusMillis(part(form, 4));
  }

  private static long part(Matcher form, int group) {
    return Optional.ofNullable(form.group(group)).map(Long::valueOf).orElse(0L);
  }
}
