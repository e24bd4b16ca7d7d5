package io.walterfleet.fleet;

/** What the fleet assumes of Walter itself, each overridable in the inventory. */
public record Conventions(EnvKeys envKeys, StackNames stack) {
  /** The assumptions of WALTER.md. */
  public static final Conventions DEFAULT = new Conventions(EnvKeys.DEFAULT, StackNames.DEFAULT);
}
