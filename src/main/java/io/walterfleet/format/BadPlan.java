package io.walterfleet.format;

/** A text that should be a plan is none, or one that cannot be carried out. */
public final class BadPlan extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A plan that was refused.
   *
   * @param reason what is wrong with it and where, fit to show; the file is named by the caller
   */
  BadPlan(String reason) {
    super(reason);
  }

  /** What is wrong with it, and where. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
