package io.walterfleet.plan;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a plan says of one machine; exactly these five. */
public enum Verdict {
  /** Everything was observed, nothing differs, nothing is unfinished. */
  IN_SYNC("in-sync"),
  /** The inventory or the manifest wants something else than was last applied. */
  CHANGE("change"),
  /** The machine differs from what was last applied. */
  DRIFT("drift"),
  /** There is something to do, and it must not be done. */
  BLOCKED("blocked"),
  /** A fact could not be read. */
  UNKNOWN("unknown");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** The word in plans. */
  public String word() {
    return word;
  }

  /** The verdict with this word. */
  public static Optional<Verdict> of(String word) {
    return Arrays.stream(values()).filter(verdict -> verdict.word.equals(word)).findFirst();
  }

  /** How many there are of each; every verdict is there. */
  static Map<Verdict, Integer> counts(List<Verdict> verdicts) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : values()) {
      counts.put(verdict, 0);
    }
    verdicts.forEach(verdict -> counts.merge(verdict, 1, Integer::sum));
    return counts;
  }

  /** True when apply has something to do on the machine. */
  public boolean acts() {
    return this == CHANGE || this == DRIFT;
  }
}
