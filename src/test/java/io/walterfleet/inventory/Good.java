package io.walterfleet.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Inventories of one file that are accepted: those for tests, and the examples for users. */
final class Good {
  private Good() {}

  static Stream<String> texts() {
    return Stream.of("src/test/resources/inventory/good", "examples")
        .flatMap(directory -> files(Path.of(directory)))
        .map(Texts::read);
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
