package io.walterfleet.remote;

/**
 * A machine could not be reached, or the talk with it broke off.
 *
 * <p>The message is fit to show: what was tried, and why it did not work, without a class name and
 * without the machine's name, which the caller puts before it.
 */
public final class RemoteException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String fix;

  /** What went wrong, as far as it changes what to do next. */
  public enum Kind {
    /** The address has no host, no route, or nobody answers. */
    UNREACHABLE,
    /** The host key is not known. */
    HOST_KEY_UNKNOWN,
    /** The host key is not the known one. */
    HOST_KEY_CHANGED,
    /** No key or no user was accepted. */
    LOGIN_REFUSED,
    /** It took longer than its deadline. */
    TIMED_OUT,
    /** The connection broke; what ran then may go on running. */
    LOST,
    /** The server forbids forwarding. */
    FORWARDING_REFUSED,
    /** Nothing listens at the port asked for. */
    PORT_CLOSED,
    /** The inventory's or the ssh config's settings cannot work. */
    SETTINGS,
    /** What came from it made this program throw what nobody foresaw. */
    UNHANDLED
  }

  /**
   * A failure with what to do about it.
   *
   * @param fix what the operator can do; empty when there is nothing better than trying again
   */
  public RemoteException(Kind kind, String message, String fix) {
    super(message);
    this.kind = kind;
    this.fix = fix;
  }

  /** The same with the library's own exception for the record; its text is never shown. */
  public RemoteException(Kind kind, String message, String fix, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.fix = fix;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** What the operator can do; may be empty. */
  public String fix() {
    return fix;
  }

  /** What was tried, and why it did not work. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
