package io.walterfleet.release;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Series;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a member of the manifest can be.
 *
 * @param description with its article, such as "a release such as \"1.8.3\""
 * @param read the value; empty when the member is something else
 */
record JsonType<T>(String description, Function<JsonNode, Optional<T>> read) {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  static final JsonType<Long> FORMAT =
      new JsonType<>("1, the format that this walter-fleet reads", JsonType::whole);
  static final JsonType<Long> SIZE =
      new JsonType<>("a number of bytes above 0", node -> whole(node).filter(size -> size > 0));
  static final JsonType<Boolean> FLAG =
      new JsonType<>(
          "true or false",
          node -> node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty());
  static final JsonType<Release> RELEASE = parsed("a release such as \"1.8.3\"", Release::of);
  static final JsonType<Series> SERIES = parsed("a series such as \"1.8\"", Series::of);
  static final JsonType<ImageRef> IMAGE =
      parsed("a full image reference such as \"ghcr.io/matchylabs/walter:1.8.3\"", ImageRef::of);
  static final JsonType<String> DIGESTS =
      text("an image digest: \"sha256:\" and 64 hexadecimal digits", DIGEST.asMatchPredicate());
  static final JsonType<String> CHECKSUM =
      parsed(
          "a SHA-256 checksum: 64 hexadecimal digits",
          text ->
              Optional.of(text.toLowerCase(Locale.ROOT))
                  .filter(lower -> SHA256.matcher(text).matches()));
  static final JsonType<String> NAME =
      text("a version such as \"2026.11.1\"", LABEL.asMatchPredicate());
  static final JsonType<String> WORDS =
      text("a short plain text", text -> text.length() <= 64 && Sanitizer.isPlain(text));
  static final JsonType<String> LINK =
      parsed(
          "an http or https URL",
          text ->
              Location.of(text)
                  .filter(place -> place instanceof Location.Url && Sanitizer.isPlain(text))
                  .map(place -> text));

  /** The location that a member names, seen from the manifest that it is in. */
  static JsonType<String> reference(Location manifest) {
    return parsed(
        manifest instanceof Location.Url
            ? "an http or https URL without a login, or relative to the manifest's own"
            : "an http or https URL without a login, or a path seen from the manifest's directory",
        text -> manifest.resolve(text).map(Location::exact));
  }

  private static JsonType<String> text(String description, Predicate<String> test) {
    return parsed(description, text -> Optional.of(text).filter(test));
  }

  private static <T> JsonType<T> parsed(String description, Function<String, Optional<T>> parse) {
    return new JsonType<>(
        description, node -> node.isString() ? parse.apply(node.stringValue()) : Optional.empty());
  }

  private static Optional<Long> whole(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong()
        ? Optional.of(node.longValue())
        : Optional.empty();
  }
}
