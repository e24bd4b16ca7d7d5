package io.walterfleet.step;

import java.util.List;
import java.util.Map;

/** What was found where somebody looked for all that is assumed of Walter. */
public sealed interface Examination {
  /**
   * The machine answered.
   *
   * @param facts all values of each fact, in the order said
   */
  record Seen(Map<String, List<String>> facts) implements Examination {
    public Seen {
      facts = Map.copyOf(facts);
    }
  }

  /** It did not; the reason is fit to show. */
  record Unknown(String reason, String fix) implements Examination {}
}
