package io.walterfleet.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * An answer over HTTP.
 *
 * @param type its content type
 */
record HttpReply(int status, String type, String text) {
  /** Plain text. */
  static HttpReply plain(int status, String text) {
    return new HttpReply(status, "text/plain; charset=utf-8", text);
  }

  /**
   * The whole answer as it is sent, after which the connection ends.
   *
   * @param isWhole whether the body is wanted, too
   */
  byte[] message(boolean isWhole) {
    byte[] body = text.getBytes(UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + reason()
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length
            + (status == 405 ? "\r\nAllow: GET, HEAD" : "")
            + "\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store"
            + "\r\nConnection: close\r\n\r\n";
    ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + body.length);
    message.writeBytes(head.getBytes(ISO_8859_1));
    if (isWhole) {
      message.writeBytes(body);
    }
    return message.toByteArray();
  }

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 421 -> "Misdirected Request";
      case 431 -> "Request Header Fields Too Large";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
