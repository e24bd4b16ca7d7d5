package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.ImageRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A group that is repeated as often as one likes is matched by recursion, and two repetitions in
 * one by every way to share the text among them; a possessive one by neither.
 */
@Tag("unit")
class LinearPatternsTest {
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
  private static final Pattern OPEN = Pattern.compile("\\)(?:[*+]|\\{\\d++,})(?!\\+)");

  @Test
  void noGroupIsRepeatedWithoutBoundUnlessPossessively() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> found =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(file -> patterns(file).map(text -> file.getFileName() + ": " + text))
              .toList();
      assertThat(found).isEmpty();
    }
  }

  @Test
  @Timeout(20)
  void aLongImageHasAnAnswer() {
    for (String one : List.of("a.", "a/", "a_-", "a", "-", ".a:")) {
      assertThat(ImageRef.of(one.repeat(300_000))).isEmpty();
      assertThat(ImageRef.of("r.test/" + one.repeat(300_000) + "!:1")).isEmpty();
    }
  }

  private static Stream<String> patterns(Path file) {
    try {
      return Files.readString(file)
          .lines()
          .filter(line -> !line.strip().startsWith("*") && !line.strip().startsWith("//"))
          .flatMap(line -> STRING.matcher(line).results())
          .map(string -> string.group())
          .filter(text -> OPEN.matcher(text).find());
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
