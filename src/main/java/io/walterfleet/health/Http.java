package io.walterfleet.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.walterfleet.health.Answer.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The little of HTTP/1.1 (RFC 9112) that a probe needs: a request, and the head of its answer.
 *
 * <p>A short body of known length is read and dropped, so that the next request may follow on the
 * same connection; any other is left where it is, and the connection with it.
 */
final class Http {
  private static final int LONGEST_HEAD = 16 << 10;
  private static final int LONGEST_BODY = 256 << 10;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");

  private Http() {}

  /**
   * An answer.
   *
   * @param isKept whether the next request may follow on the same connection
   */
  record Heard(Response response, boolean isKept) {}

  /** A request for a path. */
  static byte[] request(Authority authority, String path) {
    String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + authority.authority()
            + "\r\nUser-Agent: walter-fleet\r\nAccept: */*\r\n\r\n";
    return head.getBytes(ISO_8859_1);
  }

  /**
   * Reads the answer.
   *
   * @throws ProtocolException when it is not HTTP
   */
  static Heard heard(InputStream in) throws IOException {
    String[] lines = head(in);
    while (status(lines) < 200) {
      lines = head(in); // an interim answer, such as 103 Early Hints
    }
    Response response = new Response(status(lines), value(lines, "Location"));
    boolean stays =
        lines[0].startsWith("HTTP/1.1")
            && value(lines, "Connection").filter(word -> word.equalsIgnoreCase("close")).isEmpty()
            && value(lines, "Transfer-Encoding").isEmpty();
    return new Heard(response, stays && isDropped(in, lines, response.status()));
  }

  /**
   * Reads a body to its end and drops it, if it is known where that is; the answer stands anyway.
   */
  private static boolean isDropped(InputStream in, String[] lines, int status) {
    if (status == 204 || status == 304) {
      return true;
    }
    Optional<Integer> length =
        value(lines, "Content-Length")
            .filter(digits -> digits.matches("\\d{1,6}"))
            .map(Integer::parseInt)
            .filter(bytes -> bytes <= LONGEST_BODY);
    if (length.isEmpty()) {
      return false;
    }
    try {
      in.skipNBytes(length.get());
      return true;
    } catch (IOException broken) {
      return false;
    }
  }

  private static String[] head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int next = in.read();
      if (next < 0 && head.isEmpty()) {
        throw new EOFException("no answer");
      }
      if (next < 0 || head.length() >= LONGEST_HEAD) {
        throw new ProtocolException("no whole head");
      }
      head.append((char) next);
    }
    return head.toString().split("\r\n", -1);
  }

  private static int status(String[] lines) throws ProtocolException {
    Matcher status = STATUS.matcher(lines[0]);
    if (!status.matches()) {
      throw new ProtocolException("no status line");
    }
    return Integer.parseInt(status.group(1));
  }

  private static Optional<String> value(String[] lines, String name) {
    String start = name + ":";
    return Arrays.stream(lines)
        .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }
}
