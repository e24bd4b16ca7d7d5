package io.walterfleet.ssh.protocol;

import java.util.List;

/** Host patterns of ssh: {@code *} and {@code ?}, and {@code !} for an exception. */
public final class HostPattern {
  private HostPattern() {}

  /** Whether a host is in the list, and no exception of the list names it. */
  public static boolean anyMatches(List<String> patterns, String host) {
    boolean matched = false;
    for (String pattern : patterns) {
      if (pattern.startsWith("!")) {
        if (matches(pattern.substring(1), host)) {
          return false;
        }
      } else if (matches(pattern, host)) {
        matched = true;
      }
    }
    return matched;
  }

  /** Whether it is more than a plain name. */
  public static boolean isPattern(String text) {
    return text.startsWith("!") || text.contains("*") || text.contains("?");
  }

  /** Whether one pattern without {@code !} fits the whole host; linear but for each star. */
  public static boolean matches(String pattern, String host) {
    int at = 0;
    int next = 0;
    int star = -1;
    int retry = 0;
    while (next < host.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        retry = next;
      } else if (at < pattern.length() && fits(pattern.charAt(at), host.charAt(next))) {
        at++;
        next++;
      } else if (star >= 0) {
        at = star + 1;
        next = ++retry;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  private static boolean fits(char pattern, char letter) {
    return pattern == '?' || pattern == letter;
  }
}
