package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Tag("unit")
class JsonTextTest {
  private static final String ODD =
      "a\u009b2J\u202eb\u2028\u0085\u007f\u0007\n\udb40\udc01\u00fc\ud83d\ude00";

  private final ObjectNode json = JsonNodeFactory.instance.objectNode().put("x" + ODD, ODD);

  @Test
  void controlsAreEscapedAndTheValueStaysTheSame() {
    assertThat(JsonText.line(JsonNodeFactory.instance.stringNode(ODD)))
        .isEqualTo(
            "\"a\\u009b2J\\u202eb\\u2028\\u0085\\u007f\\u0007\\n\\udb40\\udc01\u00fc\ud83d\ude00\"");
    assertThat(JsonMapper.shared().readTree(JsonText.line(json))).isEqualTo(json);
    assertThat(JsonMapper.shared().readTree(JsonText.page(json))).isEqualTo(json);
    assertThat(JsonText.page(json)).endsWith("\n}\n".replace("\n", System.lineSeparator()));
  }

  /** Whatever leaves as JSON goes through here. */
  @Test
  void nothingElseWritesJson() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/walterfleet"))) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(file -> !file.endsWith("JsonText.java"))
                  .filter(file -> text(file).contains("toPrettyString")))
          .isEmpty();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
