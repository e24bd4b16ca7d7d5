package io.walterfleet.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An inventory that is refused, from the files in {@code src/test/resources/inventory/bad}.
 *
 * @param blindness why the schema cannot refuse it; absent when it can
 */
record Case(String title, Optional<String> blindness, String yaml, String expected) {
  private static final Path FILES = Path.of("src/test/resources/inventory/bad");
  private static final String READER_ONLY = " | reader only: ";

  static List<Case> all() {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.sorted().flatMap(Case::inFile).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<Case> inFile(Path file) {
    String text = "\n" + Texts.read(file);
    return Arrays.stream(text.split("\n=== ", -1)).skip(1).map(Case::of);
  }

  private static Case of(String text) {
    int head = text.indexOf('\n');
    int middle = text.indexOf("--->\n");
    String title = text.substring(0, head);
    int mark = title.indexOf(READER_ONLY);
    return new Case(
        mark < 0 ? title : title.substring(0, mark),
        mark < 0 ? Optional.empty() : Optional.of(title.substring(mark + READER_ONLY.length())),
        text.substring(head + 1, middle),
        text.substring(middle + "--->\n".length()).strip());
  }

  @Override
  public String toString() {
    return title;
  }
}
