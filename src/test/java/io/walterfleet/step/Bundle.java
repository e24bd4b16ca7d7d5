package io.walterfleet.step;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** A bundle for tests, with the compose file that the machines under test have. */
final class Bundle {
  private static final Path COMPOSE = Path.of("src/test/images/bundle/walter-onprem/compose.yml");

  private Bundle() {}

  static void write(Path file) throws IOException {
    write(file, "compose.yml");
  }

  /** The same with another name of the compose file, such as {@code docker-compose.yaml}. */
  static void write(Path file, String compose) throws IOException {
    write(file, compose, text -> text);
  }

  /** The same with another text of the compose file. */
  static void write(Path file, String compose, UnaryOperator<String> edit) throws IOException {
    write(file, compose, edit, "#!/bin/sh\nexit 0\n");
  }

  /** The same with another command of the bundle's own. */
  static void write(Path file, String compose, UnaryOperator<String> edit, String command)
      throws IOException {
    String overlay = compose.replaceFirst("(?=[.]ya?ml$)", ".internal-tls");
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(out))) {
      add(tar, "walter-onprem/bin/walter-onprem", command, 0100755);
      add(tar, "walter-onprem/" + compose, edit.apply(Files.readString(COMPOSE)), 0100644);
      add(tar, "walter-onprem/" + overlay, "services:\n", 0100644);
      add(tar, "walter-onprem/docs/read me.txt", "hello\n", 0100644);
    }
  }

  static void add(TarArchiveOutputStream tar, String name, String text, int mode)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(bytes.length);
    entry.setModTime(0L);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  static void unpack(Path bundle, Path directory) throws IOException {
    try (InputStream in = Files.newInputStream(bundle);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GzipCompressorInputStream(new BufferedInputStream(in)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        Files.createDirectories(directory.resolve(entry.getName()).resolveSibling("."));
        Files.copy(tar, file);
      }
    }
  }

  static String sha256(Path file) throws IOException {
    return sha256(Files.readAllBytes(file));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
