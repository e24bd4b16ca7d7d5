package io.walterfleet.fleet;

/** In which form a webhook takes what it is told. */
public enum Dialect {
  /** Our own JSON, see schema/notification.schema.json. */
  PLAIN("plain"),
  SLACK("slack"),
  /** An Adaptive Card, as the Workflows of Microsoft Teams take it. */
  TEAMS("teams"),
  MATTERMOST("mattermost");

  private final String word;

  Dialect(String word) {
    this.word = word;
  }

  /** The word in inventories. */
  public String word() {
    return word;
  }
}
