package io.walterfleet.health;

/** How waiting at the gate ended. */
public sealed interface GateResult {
  /** The machine stayed ready for as long as the gate wants. */
  record Healthy() implements GateResult {}

  /** Its schema is older than its code. */
  record MigrationBlocked() implements GateResult {}

  /** It did not become ready in time; the reason is the last answer, fit to show. */
  record NotReady(String reason, String fix) implements GateResult {}
}
