package io.walterfleet.release;

/** What is wrong with an archive, said of the archive. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  Refused(String reason) {
    super(reason);
  }
}
