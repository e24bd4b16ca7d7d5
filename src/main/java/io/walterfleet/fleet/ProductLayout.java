package io.walterfleet.fleet;

/** What the fleet assumes of Walter itself, each overridable in the inventory. */
public record ProductLayout(EnvKeys envKeys, StackNames stack) {
  /** The assumptions of WALTER.md. */
  public static final ProductLayout DEFAULT =
      new ProductLayout(EnvKeys.DEFAULT, StackNames.DEFAULT);
}
