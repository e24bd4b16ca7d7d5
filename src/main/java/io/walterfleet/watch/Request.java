package io.walterfleet.watch;

import java.util.List;
import java.util.Optional;

/**
 * The head of a request over HTTP/1 (RFC 9112), as far as it counts here.
 *
 * @param path without what stands behind a question mark
 * @param host without its port; absent when it was not said
 * @param accept the types that the asking side takes; empty means any
 */
record Request(String method, String path, Optional<String> host, String accept) {
  /** The request of a head; empty when it is none. */
  static Optional<Request> of(String head) {
    List<String> lines = head.lines().toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String[] words = lines.get(0).split(" ", -1);
    boolean wellFormed =
        words.length == 3 && words[1].startsWith("/") && words[2].startsWith("HTTP/1.");
    List<String> hosts = values(lines, "Host");
    if (!wellFormed || hosts.size() > 1) {
      return Optional.empty();
    }
    int query = words[1].indexOf('?');
    return Optional.of(
        new Request(
            words[0],
            query < 0 ? words[1] : words[1].substring(0, query),
            hosts.stream().findFirst().map(Request::withoutPort),
            String.join(",", values(lines, "Accept"))));
  }

  /**
   * Whether it asks for what is on this computer, by a name that no resolver can give to others.
   */
  boolean isForLoopback() {
    return host.filter(
            name ->
                name.equalsIgnoreCase("localhost")
                    || name.equals("[::1]")
                    || (name.startsWith("127.") && isAddress(name)))
        .isPresent();
  }

  private static boolean isAddress(String name) {
    return name.chars().allMatch(one -> one == '.' || (one >= '0' && one <= '9'));
  }

  private static String withoutPort(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
  }

  private static List<String> values(List<String> lines, String name) {
    String start = name + ":";
    return lines.stream()
        .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
        .map(line -> line.substring(start.length()).strip())
        .toList();
  }
}
