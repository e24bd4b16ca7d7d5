package io.walterfleet.approval;

/** A plan could not be signed; the message says why. */
public final class SigningException extends Exception {
  private static final long serialVersionUID = 1;

  SigningException(String reason) {
    super(reason);
  }
}
