package io.walterfleet.fleet;

import java.util.Set;

/** An address that is told of some occasions. */
public record Webhook(String url, Set<Occasion> on) {
  public Webhook {
    on = Set.copyOf(on);
  }

  /** What a webhook may be told of. */
  public enum Occasion {
    FAILED("failed"),
    DRIFT("drift"),
    FINISHED("finished"),
    UNHEALTHY("unhealthy");

    private final String word;

    Occasion(String word) {
      this.word = word;
    }

    /** The word in inventories. */
    public String word() {
      return word;
    }
  }
}
