package io.walterfleet.cli;

import io.walterfleet.app.UsageException;
import io.walterfleet.inventory.Durations;
import io.walterfleet.inventory.Quoted;
import io.walterfleet.inventory.Spelling;
import io.walterfleet.rehearsal.Assumptions;
import io.walterfleet.rehearsal.Assumptions.Act;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how long things take in a rehearsal: {@code pull=90s}. */
final class AssumptionReader {
  private static final Duration LONGEST = Duration.ofDays(1);

  private AssumptionReader() {}

  /** What is assumed by default, but for these. */
  static Assumptions read(List<String> texts) throws UsageException {
    Assumptions assumed = Assumptions.DEFAULT;
    for (String text : texts) {
      int equals = text.indexOf('=');
      String word = text.substring(0, Math.max(0, equals));
      Optional<Act> act = Act.of(word);
      Optional<Duration> time =
          Durations.of(text.substring(equals + 1)).filter(one -> one.compareTo(LONGEST) <= 0);
      if (act.isEmpty()) {
        String all = "write WHAT=TIME with one of " + String.join(", ", Act.words());
        throw refused(
            text, "names nothing that takes time", Spelling.advice(word, Act.words(), all));
      }
      if (time.isEmpty()) {
        throw refused(text, "has no time of at most a day", Durations.ADVICE);
      }
      assumed = assumed.with(act.get(), time.get());
    }
    return assumed;
  }

  private static UsageException refused(String text, String reason, String fix) {
    return UsageException.of("--assume " + Quoted.of(text) + " " + reason, fix);
  }
}
