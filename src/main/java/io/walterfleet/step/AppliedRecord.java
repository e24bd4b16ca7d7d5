package io.walterfleet.step;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.plan.Applied;
import io.walterfleet.plan.Observation.Unknown;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final String BUNDLE = "bundle";

  /** What the words of the first form are, whatever keys there have been since. */
  private static final List<String> FIRST_FORM =
      List.of("image", BUNDLE, "mode", "host", "httpsPort");

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
    Map<String, String> words = words();
    if (words.isEmpty()) {
      return Optional.empty();
    }
    Map<ManagedKey, String> values = new EnumMap<>(ManagedKey.class);
    for (ManagedKey key : ManagedKey.values()) {
      said(words, key.word()).ifPresent(value -> values.put(key, value));
    }
    values.put(ManagedKey.IMAGE, image(words));
    return Optional.of(new Applied(values, said(words, BUNDLE)));
  }

  /**
   * How long ago that was; the first programs that kept a record did not say.
   *
   * @param clock the machine's, in seconds
   */
  Optional<Duration> age(long clock) {
    String at = value("at");
    if (!Form.RUN.matches(value("run")) || !at.matches("\\d{1,12}")) {
      return Optional.empty();
    }
    long age = Math.max(0, clock - Long.parseLong(at));
    return Optional.of(Duration.ofSeconds(age));
  }

  /** The words by their keys; none when the image is not there, or they are no words. */
  private Map<String, String> words() {
    Map<String, String> words = value(ManagedKey.IMAGE.word()).isEmpty() ? firstForm() : named();
    boolean understood = words.values().stream().allMatch(AppliedRecord::isWord);
    return understood && !image(words).isEmpty() ? words : Map.of();
  }

  /** Never left out: a dash stands for one that could not be recorded. */
  private static String image(Map<String, String> words) {
    return words.getOrDefault(ManagedKey.IMAGE.word(), "");
  }

  private Map<String, String> named() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put(BUNDLE, value(BUNDLE));
    ManagedKey.words().forEach(word -> words.put(word, value(word)));
    return words;
  }

  private Map<String, String> firstForm() {
    List<String> said = List.of(value("target").split(" ", -1));
    Map<String, String> words = new LinkedHashMap<>();
    for (int i = 0; i < FIRST_FORM.size() && said.size() >= FIRST_FORM.size(); i++) {
      words.put(FIRST_FORM.get(i), said.get(i));
    }
    return words;
  }

  private static boolean isWord(String word) {
    return word.isEmpty() || (Form.TARGET.matches(word) && !word.contains(" "));
  }

  private String value(String key) {
    return facts.one(FACT + "." + key).orElse("");
  }

  private static Optional<String> said(Map<String, String> words, String key) {
    return Optional.of(words.getOrDefault(key, ""))
        .filter(one -> !one.isEmpty() && !one.equals("-"));
  }
}
