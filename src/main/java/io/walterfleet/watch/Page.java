package io.walterfleet.watch;

/**
 * An answer over HTTP.
 *
 * @param type its content type
 */
record Page(int status, String type, String text) {
  /** Plain text. */
  static Page plain(int status, String text) {
    return new Page(status, "text/plain; charset=utf-8", text);
  }
}
