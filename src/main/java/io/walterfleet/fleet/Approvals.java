package io.walterfleet.fleet;

/**
 * Who must agree to a plan before it is carried out.
 *
 * @param signers OpenSSH's allowed_signers file, an absolute path on the controller
 * @param required how many different people with different keys, at least 1
 * @param notAuthor whether the author's own approval counts for nothing
 */
public record Approvals(String signers, int required, boolean notAuthor) {
  /** The word with which signatures are made for nothing else. */
  public static final String NAMESPACE = "walter-fleet-plan";

  /**
   * Whether the name in a signer's file is that of the author, such as "ana@ci" of "ana@laptop".
   */
  public static boolean isSame(String signer, String author) {
    return signer.equalsIgnoreCase(author) || local(signer).equalsIgnoreCase(local(author));
  }

  private static String local(String name) {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }
}
