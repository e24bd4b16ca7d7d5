package io.walterfleet.fleet;

/** On which machines of a run the backup that it made is proved by restoring it beside. */
public enum ProofScope {
  /** On none. */
  NEVER("never"),
  /** On the first machine that it changed. */
  ONE("one"),
  /** On every machine that it changed. */
  ALL("all");

  private final String word;

  ProofScope(String word) {
    this.word = word;
  }

  /** The word for it in inventories. */
  public String word() {
    return word;
  }
}
