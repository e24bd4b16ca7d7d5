package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whole texts that are expected, each under its heading in one file; {@code -Dtexts.rewrite=true}
 * writes what is said to the end of the file instead.
 */
record WrittenTexts(Path file) {
  private static final String HEADING = "## ";

  static WrittenTexts of(String name) {
    return new WrittenTexts(Path.of("src/test/resources").resolve(name));
  }

  void check(String heading, String said) throws IOException {
    if (Boolean.getBoolean("texts.rewrite")) {
      Files.writeString(
          file,
          HEADING + heading + "\n" + said + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return;
    }
    assertThat(said).isEqualTo(all().get(heading));
  }

  /** Each text by its heading. */
  Map<String, String> all() throws IOException {
    return Arrays.stream(Files.readString(file).split("(?m)^" + HEADING))
        .filter(part -> !part.isEmpty())
        .collect(
            Collectors.toMap(
                part -> part.substring(0, part.indexOf('\n')),
                part -> part.substring(part.indexOf('\n') + 1, part.length() - 1)));
  }
}
