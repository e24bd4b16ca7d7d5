package io.walterfleet.step;

import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.Proof;
import io.walterfleet.plan.Proof.Flaw;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One backup, as a machine tells of it: its stamp, data, bytes, image and release in words. */
final class BackupRow {
  private static final String FACT = "backup";
  private static final String PARTIAL = " partial";

  /** When it was last proved, in seconds since 1970, and what came of it. */
  private static final Pattern PROOF = Pattern.compile("(.*) proof:(\\d{1,12}):([a-z]{1,16})");

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
    Matcher proved = PROOF.matcher(kept);
    boolean isProved = proved.matches();
    String[] words = Form.words(isProved ? proved.group(1) : kept, 5, FACT);
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
        said(words[4]),
        isProved
            ? Optional.of(proof(proved.group(2), proved.group(3), facts.number("clock")))
            : Optional.empty());
  }

  private static Proof proof(String at, String word, long clock) throws MissingException {
    Optional<Flaw> flaw = Flaw.of(word);
    if (flaw.isEmpty() && !word.equals(Proof.OK)) {
      throw new MissingException("its answer has a '" + FACT + "' that is not understood");
    }
    long seconds = clock - Long.parseLong(at);
    return new Proof(
        seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)), flaw);
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
