package io.walterfleet.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.walterfleet.health.Answer.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The little of HTTP/1.1 (RFC 9112) that a probe needs: one request, and the head of its answer.
 */
final class Http {
  private static final int LONGEST_HEAD = 16 << 10;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");

  private Http() {}

  /** A request for a path, after which the server is to close the connection. */
  static byte[] request(Site site, String path) {
    String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + site.authority()
            + "\r\nUser-Agent: walter-fleet\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    return head.getBytes(ISO_8859_1);
  }

  /** Reads the head of the answer; the body is left where it is. */
  static Response response(InputStream in) throws IOException {
    Response response = head(in);
    while (response.status() < 200) {
      response = head(in); // an interim answer, such as 103 Early Hints
    }
    return response;
  }

  private static Response head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0 || head.length() >= LONGEST_HEAD) {
        throw new ProtocolException("no whole head");
      }
      head.append((char) next);
    }
    String[] lines = head.toString().split("\r\n");
    Matcher status = STATUS.matcher(lines[0]);
    if (!status.matches()) {
      throw new ProtocolException("no status line");
    }
    return new Response(Integer.parseInt(status.group(1)), location(lines));
  }

  private static Optional<String> location(String[] lines) {
    return Arrays.stream(lines)
        .filter(line -> line.regionMatches(true, 0, "Location:", 0, 9))
        .map(line -> line.substring(9).strip())
        .findFirst();
  }
}
