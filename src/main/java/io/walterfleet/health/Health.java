package io.walterfleet.health;

/** One answer about a machine's health (the table in WALTER.md, D). */
public sealed interface Health {
  /** Live, ready, and browsers get a normal page. */
  record Ready() implements Health {}

  /** Live, not ready, and browsers are sent to {@code /migration-required}. */
  record MigrationBlocked() implements Health {}

  /** Live or not, but neither of the above; it may become ready. */
  record Starting(String reason) implements Health {}

  /** It could not be asked at all, and asking again the same way will not help. */
  record Unaskable(String reason, String fix) implements Health {}
}
