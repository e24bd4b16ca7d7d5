package io.walterfleet.release;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a manifest or a bundle is: on the web, or in a file (air gap). */
sealed interface Location {
  /** Text that means a URL and never a path. */
  Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);

  /** An http or https URL with a host and without a user. */
  record Url(URI uri) implements Location {
    @Override
    public String exact() {
      return uri.toString();
    }

    /** Without the query, which can carry an access token. */
    @Override
    public String toString() {
      return Sanitizer.of(uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath());
    }

    @Override
    public Optional<Location> resolve(String reference) {
      // A manifest from the web must not make us read files of this computer.
      return parsed(reference).map(uri::resolve).flatMap(Location::url);
    }
  }

  /** A file on this computer. */
  record File(Path path) implements Location {
    @Override
    public String exact() {
      return path.toString();
    }

    /** On one line, and not too long. */
    @Override
    public String toString() {
      return Sanitizer.of(path.toString());
    }

    @Override
    public Optional<Location> resolve(String reference) {
      return of(reference)
          .map(to -> to instanceof File file ? new File(path.resolveSibling(file.path())) : to);
    }
  }

  /** The whole location, to be read again and not to be shown. */
  String exact();

  /** The place that a reference found here names; empty when it cannot be used from here. */
  Optional<Location> resolve(String reference);

  /** Whether it is at the same server, or in the same directory. */
  default boolean isBeside(Location other) {
    if (this instanceof Url one && other instanceof Url two) {
      return one.uri().getScheme().equalsIgnoreCase(two.uri().getScheme())
          && one.uri().getRawAuthority().equalsIgnoreCase(two.uri().getRawAuthority());
    }
    return this instanceof File one
        && other instanceof File two
        && Objects.equals(
            one.path().toAbsolutePath().normalize().getParent(),
            two.path().toAbsolutePath().normalize().getParent());
  }

  /** The place that the text names: an http, https or file URL, or a path. */
  static Optional<Location> of(String text) {
    if (!SCHEME.matcher(text).matches()) {
      return path(text);
    }
    return parsed(text).flatMap(uri -> isFile(uri) ? file(uri) : url(uri));
  }

  private static Optional<URI> parsed(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }

  private static Optional<Location> url(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("https") || scheme.equals("http");
    boolean usable = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getPort() < 65536;
    return web && usable ? Optional.of(new Url(uri)) : Optional.empty();
  }

  private static boolean isFile(URI uri) {
    return "file".equalsIgnoreCase(uri.getScheme());
  }

  private static Optional<Location> file(URI uri) {
    return uri.getPath() == null ? Optional.empty() : path(uri.getPath());
  }

  private static Optional<Location> path(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(new File(Path.of(text)));
    } catch (InvalidPathException notOne) {
      return Optional.empty();
    }
  }
}
