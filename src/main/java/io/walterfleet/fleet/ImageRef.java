package io.walterfleet.fleet;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A full container image reference, such as {@code ghcr.io/matchylabs/walter:1.8.3}.
 *
 * <p>The form is that of the OCI distribution specification: a repository of lower-case parts, an
 * optional registry host and port, then a tag, a digest, or both. A reference without either is
 * refused, because {@code latest} moves.
 */
public record ImageRef(String value) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<repository>(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\\d{1,5})?/)?"
              + "[a-z0-9]++(?:[._-]++[a-z0-9]++)*+(?:/[a-z0-9]++(?:[._-]++[a-z0-9]++)*+)*+)"
              + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
              + "(?:@(?<digest>sha256:[0-9a-f]{64}))?");

  public ImageRef {
    Optional<Matcher> form = form(value);
    if (form.map(one -> one.group("tag"))
        .or(() -> form.map(one -> one.group("digest")))
        .isEmpty()) {
      throw new IllegalArgumentException("not a full image reference: " + value);
    }
  }

  /** The reference in the text; empty when it is not a full one (a tag or a digest is needed). */
  public static Optional<ImageRef> of(String text) {
    try {
      return text.length() > 512 ? Optional.empty() : Optional.of(new ImageRef(text));
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /** The release that the tag of the reference in the text names; empty for any other text. */
  public static Optional<Release> releaseOf(String text) {
    return of(text).flatMap(ImageRef::release);
  }

  /** True for a full reference, and for one of several parts that lacks its tag. */
  static boolean isReference(String text) {
    return of(text).isPresent() || (text.contains("/") && form(text).isPresent());
  }

  /** The registry and path without tag or digest. */
  public String repository() {
    return part("repository").orElseThrow();
  }

  /** The release that the tag names; empty for any other tag. */
  public Optional<Release> release() {
    return part("tag").flatMap(Release::of);
  }

  @Override
  public String toString() {
    return value;
  }

  private Optional<String> part(String name) {
    return form(value).map(form -> form.group(name));
  }

  private static Optional<Matcher> form(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? Optional.of(form) : Optional.empty();
  }
}
