package io.walterfleet.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README shows what the demo prints, and nothing else. */
@Tag("unit")
class ReadmeTest {
  @Test
  void theTranscriptIsWhatTheDemoPrints() throws IOException {
    Transcript shown = Transcript.of(between(Files.readString(Path.of("README.md"))));
    Transcript printed = Transcript.of(Files.readString(Path.of("src/test/resources/demo.txt")));
    assertThat(shown.lines()).hasSizeGreaterThan(40);
    assertThat(shown.firstLineNotIn(printed)).isEmpty();
  }

  @Test
  void itIsShort() throws IOException {
    assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(250);
  }

  private static String between(String readme) {
    String begin = "```console\n";
    int from = readme.indexOf(begin) + begin.length();
    return readme.substring(from, readme.indexOf("```", from));
  }
}
