package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ControlsTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 9, 0xA, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x61C, 0x200B, 0x200E, 0x2028, 0x2029, 0x202A,
        0x202E, 0x2066, 0x2069, 0xFEFF, 0xD800, 0xE0001
      })
  void whatIsNotShownAsItselfIsOne(int codePoint) {
    assertThat(Controls.isOne(codePoint)).isTrue();
    assertThat(Controls.escaped("a" + Character.toString(codePoint)))
        .isEqualTo("a\\u{%x}".formatted(codePoint));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "store-1 (a)", "b\u00fccher", "\u65e5\u672c", "\ud83d\ude00", "\u00a0"})
  void textIsLeftAsItIs(String text) {
    assertThat(Controls.isIn(text)).isFalse();
    assertThat(Controls.escaped(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"3, abc…", "4, abc\ud83d\ude00…", "5, abc\ud83d\ude00d", "6, abc\ud83d\ude00d"})
  void aLongTextIsCutBetweenCharacters(int longest, String shown) {
    assertThat(Controls.escaped("abc\ud83d\ude00d", longest)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"7, …", "8, \\u{202e}…", "15, \\u{202e}…", "17, \\u{202e}\\u{202e}x"})
  void anEscapedOneIsAsLongAsItIsShown(int longest, String shown) {
    assertThat(Controls.escaped("\u202e\u202ex", longest)).isEqualTo(shown);
  }

  /** A second list would forget what this one has. */
  @Test
  void nothingElseSaysWhatCountsAsOne() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> others =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.endsWith("Controls.java"))
              .filter(ControlsTest::hasAListOfItsOwn)
              .toList();
      assertThat(others).isEmpty();
    }
  }

  private static boolean hasAListOfItsOwn(Path file) {
    try {
      String text = Files.readString(file);
      return Stream.of("Cntrl", "isISOControl", "Character.getType", "Character.CONTROL")
          .anyMatch(text::contains);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
