package io.walterfleet.inventory;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Files on the controller, web addresses, and directories on a machine. */
final class Paths {
  private static final String RETIRED = "walter-selfhost";
  private static final String OURS = ".walter-fleet";

  /** A forced install moves what is in its way aside: keys of logins, and what docker knows. */
  private static final Set<String> OF_OTHERS =
      Set.of(".ssh", ".docker", ".config", ".local", ".cache");

  private static final Pattern FACT = Pattern.compile("\\{(?:machine|group|address|host)}");

  private Paths() {}

  /**
   * A file on the controller. A leading {@code ~/} is its user's home; a relative path counts from
   * the directory of the inventory file, or of the trusted one that it is held against.
   */
  static Optional<String> file(Cursor cursor, String text) {
    if (text.isBlank() || (text.startsWith("~") && !text.equals("~") && !text.startsWith("~/"))) {
      return cursor.refuse(
          text, "is not a file's path", "write a path; only ~/ stands for a home, your own");
    }
    try {
      if (cursor.source().isMade() && !text.startsWith("~") && !Path.of(text).isAbsolute()) {
        return cursor.refuse(
            text,
            "counts from nowhere: a program printed it",
            "have it printed in full, from / or ~/ on");
      }
      Path path =
          text.startsWith("~")
              ? cursor.source().home().resolve(text.substring(1).replaceFirst("^/+", ""))
              : cursor.source().beside(text);
      // all machines of a range mostly have the same
      return Optional.of(path.normalize().toString().intern());
    } catch (InvalidPathException unusable) {
      return cursor.refuse(text, "is not a file's path", "remove what no path can have");
    }
  }

  /** A web address, or else a file on the controller. */
  static Optional<String> addressOrFile(Cursor cursor, boolean mayBeHttp) {
    return cursor
        .text()
        .flatMap(
            text ->
                text.contains("://")
                    ? web(cursor, text, "is " + Quoted.of(text) + ", which ", mayBeHttp)
                    : file(cursor, text));
  }

  /** A web address, which is not repeated in messages: it can hold a token. */
  static Optional<String> secretAddress(Cursor cursor, boolean mayBeHttp) {
    return cursor.text().flatMap(text -> web(cursor, text, "", mayBeHttp));
  }

  /** The same, in which facts of a machine may stand, such as {@code {host}}. */
  static Optional<String> template(Cursor cursor, boolean mayBeHttp) {
    return cursor
        .text()
        .filter(text -> web(cursor, FACT.matcher(text).replaceAll("x"), "", mayBeHttp).isPresent());
  }

  /** A directory below the home of a machine's user. */
  static Optional<String> installDir(Cursor cursor) {
    return Form.DIRECTORY.read(cursor).flatMap(text -> permitted(cursor, text));
  }

  private static Optional<String> permitted(Cursor cursor, String text) {
    List<String> parts = List.of(text.split("/", -1));
    if (parts.contains("..") || parts.contains(".")) {
      return cursor.refuse(text, "has '.' or '..' in it", "write the plain path");
    }
    String first = parts.get(0);
    if (first.equals(OURS)) {
      return cursor.refuse(
          "is " + Quoted.of(text) + ", where walter-fleet keeps its own state",
          "choose another directory, such as 'walter-onprem'");
    }
    if (OF_OTHERS.contains(first)) {
      return cursor.refuse(
          "is " + Quoted.of(text) + ", where other programs keep what they need",
          "choose another directory, such as 'walter-onprem'");
    }
    return first.equals(RETIRED)
        ? cursor.refuse(
            "is " + Quoted.of(text) + ", the retired install, which is never upgraded in place",
            "choose another directory, such as 'walter-onprem'")
        : Optional.of(text);
  }

  /** Without encryption anybody on the way can read and change what is said. */
  private static Optional<String> web(
      Cursor cursor, String text, String finding, boolean mayBeHttp) {
    Optional<URI> uri = uri(text);
    if (uri.isEmpty()) {
      return cursor.refuse(
          finding + "is not an http or https address",
          "write it in full, such as https://example.com/path");
    }
    boolean open = "http".equals(uri.get().getScheme()) && !isLoopback(uri.get().getHost());
    return open && !mayBeHttp
        ? cursor.refuse(
            finding + "goes without encryption, so that anybody on the way can read and change it",
            "use https; where every network on the way is yours, say 'allowHttp: true' beside it")
        : Optional.of(text);
  }

  private static Optional<URI> uri(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      boolean whole = http && uri.getHost() != null && uri.getPort() <= 65535 && uri.getPort() != 0;
      return whole ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || (Hosts.isIp(host) && host.startsWith("127."));
  }
}
