package io.walterfleet.step;

import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.step.Facts.MissingException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One backup, as a machine tells of it: its stamp, data, bytes, image and release in words. */
final class BackupRow {
  private static final String FACT = "backup";
  private static final String PARTIAL = " partial";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

  private BackupRow() {}

  /**
   * The backup of a row.
   *
   * @param facts of the same machine
   * @throws MissingException when the row is no such thing
   */
  static Backup read(String row, Facts facts) throws MissingException {
    boolean whole = !row.endsWith(PARTIAL);
    String kept = whole ? row : row.substring(0, row.length() - PARTIAL.length());
    String[] words = Form.words(kept, 5, FACT);
    Form.STAMP.of(words[0], FACT);
    Form.WORD.of(words[1], FACT);
    Form.REF.all(FACT, words[3], words[4]);
    long bytes = new Facts(Map.of(FACT, List.of(words[2])), 0).number(FACT);
    return new Backup(
        words[0],
        image(words[3]),
        words[1],
        bytes,
        whole,
        age(words[0], facts.number("clock")),
        said(words[4]));
  }

  /** Of an install that has none there is a dash. */
  private static String image(String word) {
    return said(word).map(ManagedKeys::image).orElse(word);
  }

  /** By the machine's own clock, which wrote the stamp: the controller's may be another. */
  private static Optional<Duration> age(String stamp, long clock) {
    try {
      Instant made = LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC);
      return Optional.of(Duration.between(made, Instant.ofEpochSecond(clock)))
          .filter(age -> !age.isNegative());
    } catch (DateTimeParseException odd) {
      return Optional.empty();
    }
  }

  private static Optional<String> said(String word) {
    return word.equals("-") ? Optional.empty() : Optional.of(word);
  }
}
