package io.walterfleet.plan;

/**
 * How Walter is on a machine, as it answered when it was asked.
 *
 * @param reason why it is not ready, not known or down; empty when there is nothing to say
 * @param fix what the operator can do about it; may be empty
 */
public record Condition(State state, String reason, String fix) {
  /** It answers as a Walter that serves its users. */
  public static final Condition READY = new Condition(State.READY, "", "");

  /** What there is to tell apart; exactly these five. */
  public enum State {
    /** It serves its users. */
    READY("ready", "healthy"),
    /** It was asked and does not serve its users, whatever the verdict on the machine. */
    NOT_READY("not-ready", "not healthy"),
    /** It runs, and waits for somebody to migrate its schema. */
    MIGRATION_BLOCKED("migration-blocked", "migration-blocked"),
    /** It could not be asked. Never treated as healthy. */
    UNKNOWN("unknown", "of unknown health"),
    /** It is down by intent: a run that goes on just now holds the machine. */
    MAINTENANCE("maintenance", "down for a run");

    private final String word;
    private final String counted;

    State(String word, String counted) {
      this.word = word;
      this.counted = counted;
    }

    /** The word in JSON, metrics and pages. */
    public String word() {
      return word;
    }

    /** The words behind a number of machines. */
    public String counted() {
      return counted;
    }

    /** True when somebody must look: Walter was asked, and its users are not served. */
    public boolean isUnhealthy() {
      return this == NOT_READY || this == MIGRATION_BLOCKED;
    }
  }

  /** It does not serve its users. */
  public static Condition notReady(String reason) {
    return new Condition(State.NOT_READY, reason, "");
  }

  /** True when somebody must look. */
  public boolean isUnhealthy() {
    return state.isUnhealthy();
  }
}
