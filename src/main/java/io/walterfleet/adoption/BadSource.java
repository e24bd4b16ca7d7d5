package io.walterfleet.adoption;

/** What should name machines does not. */
public final class BadSource extends Exception {
  private static final long serialVersionUID = 1L;

  BadSource(String reason) {
    super(reason);
  }

  /** What is wrong with it, fit to show. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
