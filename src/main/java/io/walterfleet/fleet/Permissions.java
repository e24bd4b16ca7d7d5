package io.walterfleet.fleet;

/**
 * What the operator allows on one machine although it is refused by default.
 *
 * @param force replace a non-empty install directory that does not look like an install
 * @param downgrade go to a release lower than the running one
 * @param unsupported go to a series that the manifest calls unsupported
 * @param retarget leave the target of a run that died on the way, and go on to the present one
 */
public record Permissions(boolean force, boolean downgrade, boolean unsupported, boolean retarget) {
  /** Nothing beyond the defaults. */
  public static final Permissions NONE = new Permissions(false, false, false, false);

  /** The same, with {@code force} added. */
  public Permissions withForce() {
    return new Permissions(true, downgrade, unsupported, retarget);
  }

  /** The same, with {@code retarget} added. */
  public Permissions withRetarget() {
    return new Permissions(force, downgrade, unsupported, true);
  }
}
