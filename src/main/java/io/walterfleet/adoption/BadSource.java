package io.walterfleet.adoption;

/** What should name machines does not. */
public final class BadSource extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String FORMS =
      "a machine is [NAME=][USER@]HOST[:PORT], one a line; JSON is what ansible-inventory --list"
          + " prints";

  private final String fix;

  BadSource(String reason) {
    this(reason, FORMS);
  }

  BadSource(String reason, String fix) {
    super(reason);
    this.fix = fix;
  }

  /** What is wrong with it, fit to show. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What to do about it; {@code FILE} stands for the name of the file. */
  public String fix() {
    return fix;
  }
}
