package io.walterfleet.rehearsal;

/** What a simulated Walter answers about its health. */
public enum Readiness {
  /** It serves. */
  READY,
  /** Its schema is older than its code. */
  MIGRATION_BLOCKED,
  /** It runs not at all, or is not ready yet. */
  STARTING
}
