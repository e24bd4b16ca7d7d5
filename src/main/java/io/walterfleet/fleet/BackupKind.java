package io.walterfleet.fleet;

import java.util.Arrays;
import java.util.Optional;

/** What is kept of a machine's data before its release changes. */
public enum BackupKind {
  /** Both volumes, copied while Walter runs and finished while it is stopped: an exact way back. */
  VOLUMES("volumes"),
  /** A logical dump of the database without downtime; no way back for {@code walter_state}. */
  DUMP("dump"),
  /** Nothing: data is backed up by other means. */
  NONE("none");

  private final String word;

  BackupKind(String word) {
    this.word = word;
  }

  /** The kind that an inventory calls by this word. */
  public static Optional<BackupKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  /** The word for this kind in inventories and on machines. */
  public String word() {
    return word;
  }
}
