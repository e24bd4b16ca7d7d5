package io.walterfleet.http;

import java.io.InputStream;

/** Takes what an answer contains; what it leaves is not waited for. */
@FunctionalInterface
public interface Content {
  /** Leaves all of it. */
  Content UNREAD = (status, body) -> {};

  /**
   * Reads as much of the answer as it likes.
   *
   * @param body ends with an {@link java.io.IOException} when the exchange is over before it
   */
  void read(int status, InputStream body) throws Exception;
}
