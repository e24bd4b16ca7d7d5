package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What the stand-in docker of loopback machines can pull: a line an image, in one file. */
final class Registry {
  private Registry() {}

  /** The releases that the vendor has, as the images of {@code src/test/images/build}. */
  static void lay(Path file) throws IOException {
    Files.writeString(file, "");
    add(file, "postgres:15", 0, "");
    add(file, "walter:1.7.8", 7, "");
    add(file, "walter:1.7.9", 7, "");
    add(file, "walter:1.8.2", 9, "");
    add(file, "walter:1.8.3", 9, "");
    add(file, "walter:1.8.90", 9, "never-ready");
    add(file, "walter:1.8.91", 11, "half-migration");
  }

  /** Adds an image, in place of the one of this name. */
  static void add(Path file, String name, int schema, String fault) throws IOException {
    remove(file, name);
    List<String> lines = Files.readAllLines(file);
    String id = "sha256:" + hash("image " + name + " " + schema + " " + fault);
    String line = reference(name) + " " + id + " " + digest(name) + " " + schema + " " + fault;
    Files.write(file, Stream.concat(lines.stream(), Stream.of(line)).toList());
  }

  static void remove(Path file, String name) throws IOException {
    Files.write(
        file,
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith(reference(name) + " "))
            .toList());
  }

  /** The registry's digest of an image. */
  static String digest(String name) {
    return "sha256:" + hash("digest " + name);
  }

  private static String reference(String name) {
    return "ghcr.io/matchylabs/" + name;
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
