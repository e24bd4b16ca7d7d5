package io.walterfleet.inventory;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Target;
import java.util.List;
import java.util.Optional;

/** Reads which release or image a machine shall have. */
final class TargetReader {
  private static final List<String> WORDS = List.of("patch", "minor", "stable");
  private static final String ADVICE =
      "write patch, minor, stable, or a release in quotes such as \"1.8.3\"";

  private TargetReader() {}

  /**
   * The target that the most specific level names; a level that names two is refused.
   *
   * @return empty when no level names one, or it is wrong
   */
  static Optional<Target> read(Levels levels) {
    levels.sections().forEach(TargetReader::refuseBoth);
    return levels.sections().stream()
        .filter(section -> section.at("release").or(() -> section.at("image")).isPresent())
        .findFirst()
        .flatMap(
            section ->
                section.at("image").map(TargetReader::image).orElseGet(() -> release(section)));
  }

  private static void refuseBoth(Section section) {
    if (section.at("release").isPresent()) {
      section
          .at("image")
          .ifPresent(image -> image.refuse("stands beside 'release'", "remove one of the two"));
    }
  }

  private static Optional<Target> image(Cursor cursor) {
    return cursor
        .text()
        .flatMap(
            text ->
                ImageRef.of(text)
                    .or(() -> cursor.refuse(text, "is not a full image reference", missing(text))))
        .map(Target.Image::new);
  }

  private static String missing(String image) {
    boolean hasEnd = image.contains("@") || image.indexOf(':', image.lastIndexOf('/') + 1) >= 0;
    return (hasEnd
            ? "write it as docker does, with small letters before the tag and all 64 of a digest"
            : "add a tag or a digest")
        + ", such as ghcr.io/matchylabs/walter:1.8.3";
  }

  private static Optional<Target> release(Section section) {
    return section
        .at("release")
        .flatMap(
            cursor ->
                cursor
                    .text(raw -> "quote it and name all three numbers, such as \"1.8.3\"")
                    .flatMap(text -> word(cursor, text)));
  }

  private static Optional<Target> word(Cursor cursor, String text) {
    return switch (text) {
      case "patch" -> Optional.of(new Target.Patch());
      case "minor" -> Optional.of(new Target.Minor());
      case "stable" -> Optional.of(new Target.Stable());
      default -> exact(cursor, text);
    };
  }

  private static Optional<Target> exact(Cursor cursor, String text) {
    Optional<Target> exact =
        Release.of(text).map(release -> new Target.Exact(release, Optional.of(cursor.place())));
    return exact.isPresent() ? exact : cursor.refuse(text, "is not a release", advice(text));
  }

  private static String advice(String text) {
    return text.startsWith("v") && Release.of(text.substring(1)).isPresent()
        ? "did you mean " + Quoted.of(text.substring(1)) + "?"
        : Spelling.advice(text, WORDS, ADVICE);
  }
}
