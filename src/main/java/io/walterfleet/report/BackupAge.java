package io.walterfleet.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** How old a backup is, by its time stamp. */
final class BackupAge {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
  private static final long DAY_HOURS = 48;

  private BackupAge() {}

  /** The age in words; one from a clock that is ahead counts as new. */
  static String of(String stamp, Instant now) {
    try {
      Instant made = LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC);
      Duration age = Duration.between(made, now);
      return age.toHours() >= DAY_HOURS ? Counted.of((int) age.toDays(), "day") : Elapsed.of(age);
    } catch (DateTimeParseException noStamp) {
      return "of unknown age";
    }
  }
}
