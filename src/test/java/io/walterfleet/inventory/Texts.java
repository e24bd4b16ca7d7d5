package io.walterfleet.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Inventories as texts, read as the program reads them. */
final class Texts {
  static final Path HOME = Path.of("/home/operator");

  private Texts() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What comes of a directory that has only this file; in messages it is {@code inventory.yml}. */
  static Reading reading(Path directory, String yaml) {
    return reading(directory, yaml.getBytes(StandardCharsets.UTF_8));
  }

  static Reading reading(Path directory, byte[] yaml) {
    Path file = directory.resolve("inventory.yml");
    try {
      Files.write(file, yaml);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    return new Inventories(HOME).read(List.of(file));
  }

  /** What a user sees of a reading: all problems, or {@code valid}; the directory left out. */
  static String shown(Path directory, Reading reading) {
    if (reading instanceof Reading.Invalid invalid) {
      return invalid.problems().stream()
          .map(Problem::text)
          .collect(Collectors.joining("\n"))
          .replace(directory + "/", "");
    }
    return "valid";
  }

  static String lines(String... lines) {
    return Arrays.stream(lines).collect(Collectors.joining("\n"));
  }
}
