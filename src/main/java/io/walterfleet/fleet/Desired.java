package io.walterfleet.fleet;

/**
 * What the inventory wants of one machine.
 *
 * @param installDir the install directory, relative to the user's home
 */
public record Desired(
    Target target,
    Publication publication,
    BackupKind backup,
    String installDir,
    Permissions permissions) {
  /** The vendor's directory below the home (WALTER.md, D). */
  public static final String DEFAULT_INSTALL_DIR = "walter-onprem";
}
