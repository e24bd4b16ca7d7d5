package io.walterfleet.health;

/** How waiting at the gate ended. */
public sealed interface Passage {
  /** The machine stayed ready for as long as the gate wants. */
  record Healthy() implements Passage {}

  /** Its schema is older than its code. */
  record MigrationBlocked() implements Passage {}

  /** It did not become ready in time; the reason is the last answer, fit to show. */
  record NotReady(String reason, String fix) implements Passage {}
}
