package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the vendor publishes, as files: the bundle of {@code src/test/images/bundle} and a manifest
 * beside it that leads to it by a relative address.
 *
 * @param manifest the manifest's file
 * @param archive the bundle's file
 * @param sha256 the bundle's checksum, in hexadecimal
 */
public record VendorBundle(Path manifest, Path archive, String sha256) {
  private static final Path SOURCE = Path.of("src/test/images/bundle");
  private static final List<String> RELEASES =
      List.of("1.8.3", "1.8.2", "1.7.9", "1.7.8", "1.6.14");

  /**
   * Publishes a bundle of this version into a directory; its version is in a file of the bundle, so
   * that bundles of two versions differ.
   */
  public static VendorBundle publish(Path directory, String version)
      throws IOException, InterruptedException {
    return publish(directory, version, Map.of());
  }

  /**
   * The same with images by their digests.
   *
   * @param digests by release; one that is missing is published without
   */
  public static VendorBundle publish(Path directory, String version, Map<String, String> digests)
      throws IOException, InterruptedException {
    return publish(SOURCE, directory, version, digests);
  }

  /** The same with another text of the compose file. */
  public static VendorBundle publish(Path directory, String version, UnaryOperator<String> edit)
      throws IOException, InterruptedException {
    Path source = Files.createTempDirectory(directory, "source-");
    LocalCommand.of("cp", "-a", SOURCE.resolve("walter-onprem").toString(), source.toString())
        .run();
    Path compose = source.resolve("walter-onprem/compose.yml");
    Files.writeString(compose, edit.apply(Files.readString(compose)));
    return publish(source, directory, version, Map.of());
  }

  /**
   * The same of another bundle.
   *
   * @param source the directory that has the bundle's top directory, {@code walter-onprem}
   */
  public static VendorBundle publish(
      Path source, Path directory, String version, Map<String, String> digests)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    String name = "walter-onprem-" + version + ".tar.gz";
    Path archive = directory.resolve(name);
    Path tree = Files.createTempDirectory(directory, "tree-");
    LocalCommand.of("cp", "-a", source.resolve("walter-onprem").toString(), tree.toString()).run();
    Files.writeString(tree.resolve("walter-onprem/VERSION"), version + "\n");
    LocalCommand.of(
            "tar",
            "--sort=name",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--mtime=2026-01-01",
            "-C",
            tree.toString(),
            "-czf",
            archive.toAbsolutePath().toString(),
            "walter-onprem")
        .run();
    LocalCommand.of("rm", "-rf", tree.toString()).run();
    String sha256 = sha256(Files.readAllBytes(archive));
    Path manifest = directory.resolve("manifest.v1.json");
    Files.writeString(manifest, manifest(version, name, sha256, Files.size(archive), digests));
    return new VendorBundle(manifest, archive, sha256);
  }

  private static String manifest(
      String version, String name, String sha256, long size, Map<String, String> digests) {
    return """
        {
          "manifest_version": 1,
          "latest_stable": "1.8.3",
          "bundle": {"version": "%s", "url": "%s", "sha256": "%s", "size": %d},
          "series": [
            {"series": "1.8", "supported": true, "latest_patch": "1.8.3"},
            {"series": "1.7", "supported": true, "latest_patch": "1.7.9"},
            {"series": "1.6", "supported": false, "latest_patch": "1.6.14"}
          ],
          "releases": [
        %s
          ]
        }
        """
        .formatted(
            version,
            name,
            sha256,
            size,
            RELEASES.stream().map(one -> release(one, digests)).collect(Collectors.joining(",\n")));
  }

  private static String release(String version, Map<String, String> digests) {
    return """
            {"version": "%s", "image": "ghcr.io/matchylabs/walter:%s", "channel": "stable",
             "published": "2026-11-02", "notes_url": "https://onprem.example.com/upgrades/%s/"%s}\
        """
        .formatted(
            version,
            version,
            version,
            Optional.ofNullable(digests.get(version))
                .map(digest -> ", \"digest\": \"" + digest + "\"")
                .orElse(""));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
