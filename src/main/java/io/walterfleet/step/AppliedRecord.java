package io.walterfleet.step;

import io.walterfleet.plan.MachineState.Applied;
import io.walterfleet.plan.MachineState.AppliedBy;
import io.walterfleet.plan.Observation.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The record of what was last applied, line by line as the machine has it.
 *
 * <p>Keys that are not known say nothing. The first program that kept a record wrote the target
 * alone, in five words: image, bundle, mode, host, port.
 */
final class AppliedRecord {
  private static final String FACT = "applied";
  private static final String FILE = "~/.walter-fleet/installed";
  private static final String FORMAT = "1";
  private static final int WORDS = 5;

  private final Facts facts;

  AppliedRecord(Facts facts) {
    this.facts = facts;
  }

  /** Why it cannot be used; empty when it can, and when there is none. */
  Optional<Unknown> trouble() {
    if (facts.values().keySet().stream().noneMatch(key -> key.startsWith(FACT + "."))) {
      return Optional.empty();
    }
    String said = value("format");
    if (said.matches("[1-9]\\d*") && !said.equals(FORMAT)) {
      return Optional.of(
          Symptom.unreadable(
              FACT, FILE + " was written by a newer walter-fleet (format " + said + ")"));
    }
    boolean whole = said.equals(FORMAT) && !value("end").isEmpty() && !words().isEmpty();
    return whole ? Optional.empty() : Optional.of(Symptom.unreadable(FACT, FILE + " is damaged"));
  }

  /** What was applied; empty when nothing was. */
  Optional<Applied> applied() {
    List<String> words = words();
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Applied(
                words.get(0),
                said(words.get(2)),
                said(words.get(3)),
                said(words.get(4)),
                said(words.get(1))));
  }

  /**
   * The run that did it; the first programs that kept a record did not say.
   *
   * @param clock the machine's, in seconds
   */
  Optional<AppliedBy> appliedBy(long clock) {
    String run = value("run");
    String at = value("at");
    if (!Form.RUN.matches(run) || !at.matches("\\d{1,12}")) {
      return Optional.empty();
    }
    long age = Math.max(0, clock - Long.parseLong(at));
    return Optional.of(new AppliedBy(run, Duration.ofSeconds(age)));
  }

  /** The five words; none when they are not there, or are no words. */
  private List<String> words() {
    List<String> words =
        value("image").isEmpty()
            ? List.of(value("target").split(" ", -1))
            : List.of(
                value("image"), value("bundle"), value("mode"), value("host"), value("httpsPort"));
    boolean understood =
        words.size() >= WORDS && words.stream().limit(WORDS).allMatch(AppliedRecord::isWord);
    return understood && !words.get(0).isEmpty() ? words : List.of();
  }

  private static boolean isWord(String word) {
    return word.isEmpty() || (Form.TARGET.matches(word) && !word.contains(" "));
  }

  private String value(String key) {
    return facts.one(FACT + "." + key).orElse("");
  }

  private static Optional<String> said(String word) {
    return Optional.of(word).filter(one -> !one.isEmpty() && !one.equals("-"));
  }
}
