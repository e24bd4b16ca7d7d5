package io.walterfleet.release;

import io.walterfleet.fleet.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The last good manifest of each address, kept on disk for the time when its server is away. */
final class LastGood {
  private final Path directory;

  /** Kept below this directory of the cache. */
  LastGood(Path cache) {
    this.directory = cache.resolve("manifests");
  }

  /** A manifest that was kept, and when it was read. */
  record Kept(Manifest manifest, Instant at) {}

  /** Keeps a manifest that was just read; where that cannot be, nothing is lost but this. */
  void keep(Location.Url from, byte[] json, Instant now) {
    try {
      OwnFiles.make(directory);
      Path partial = Files.createTempFile(directory, "manifest", ".partial");
      try {
        Files.write(partial, json);
        Files.setLastModifiedTime(partial, FileTime.from(now));
        Files.move(partial, file(from), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException unwritable) {
      // a full disk costs nothing as long as the server answers
    }
  }

  /** The manifest that was last read from there. */
  Optional<Kept> find(Location.Url from) {
    try {
      Path kept = file(from);
      Manifest manifest = ManifestReader.read(from, Files.readAllBytes(kept));
      return Optional.of(new Kept(manifest, Files.getLastModifiedTime(kept).toInstant()));
    } catch (IOException | ReleaseException none) {
      return Optional.empty();
    }
  }

  private Path file(Location.Url from) {
    try {
      byte[] address = from.uri().toString().getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(address);
      return directory.resolve(HexFormat.of().formatHex(digest) + ".json");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
