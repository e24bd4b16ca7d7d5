package io.walterfleet.fleet;

/** What a receiver of notifications may be told of. */
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
