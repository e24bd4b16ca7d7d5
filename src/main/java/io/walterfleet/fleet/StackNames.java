package io.walterfleet.fleet;

/**
 * The names that Walter's Compose stack uses; data, because the vendor does not publish them
 * (WALTER.md, A and O).
 */
public record StackNames(
    String project,
    String postgresVolume,
    String stateVolume,
    String setupService,
    ComposeCall call) {
  /** The names that hold unless the inventory says others. */
  public static final StackNames DEFAULT =
      new StackNames("walter-onprem", "walter_postgres", "walter_state", "setup");

  /** Names alone. */
  public StackNames(
      String project, String postgresVolume, String stateVolume, String setupService) {
    this(project, postgresVolume, stateVolume, setupService, ComposeCall.UNSAID);
  }
}
