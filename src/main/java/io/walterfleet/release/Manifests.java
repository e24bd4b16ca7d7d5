package io.walterfleet.release;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Reads the vendor's release manifest from the web or from a file. */
public record Manifests(Downloads downloads) {
  private static final int LONGEST = 4 << 20;

  /**
   * Reads and checks a manifest.
   *
   * <p>A manifest in a file prefers a bundle beside it, with the last name of the bundle's URL, to
   * that URL: the two can be carried behind an air gap as the vendor publishes them.
   *
   * @param location an http, https or file URL, or a path
   */
  public Manifest read(String location) throws ReleaseException, InterruptedException {
    Location from = location(location);
    return from instanceof Location.File file
        ? besides(file, ManifestReader.read(file, contents(file)))
        : ManifestReader.read(from, bytes((Location.Url) from));
  }

  /**
   * Reads a manifest as {@link #read} does; what a server gave is kept, and stands in where the
   * server is away or gives something else.
   *
   * @param cache the directory below which it is kept
   */
  public Edition latest(String location, Path cache, Instant now)
      throws ReleaseException, InterruptedException {
    if (!(location(location) instanceof Location.Url url)) {
      return new Edition(read(location), now, Optional.empty());
    }
    LastGood shelf = new LastGood(cache);
    try {
      byte[] json = bytes(url);
      Manifest manifest = ManifestReader.read(url, json);
      shelf.keep(url, json, now);
      return new Edition(manifest, now, Optional.empty());
    } catch (ReleaseException trouble) {
      LastGood.Kept kept = shelf.find(url).orElseThrow(() -> trouble);
      return new Edition(kept.manifest(), kept.at(), Optional.of(trouble));
    }
  }

  /**
   * A manifest, and how good it is.
   *
   * @param read when it was read from where it is published
   * @param instead why it was not read just now; absent when it was
   */
  public record Edition(Manifest manifest, Instant read, Optional<ReleaseException> instead) {}

  /** Whether one is where the vendor has the other: at the same server, or in one directory. */
  public static boolean areNeighbours(BundleRef one, BundleRef other) {
    Optional<Location> at = Location.of(other.location());
    return at.isPresent() && Location.of(one.location()).filter(at.get()::isBeside).isPresent();
  }

  private static Location location(String text) throws ReleaseException {
    return Location.of(text)
        .orElseThrow(
            () ->
                new ReleaseException(
                    "the manifest's location cannot be used",
                    "write an http or https URL without a user name, or a file path"));
  }

  private byte[] bytes(Location.Url url) throws ReleaseException, InterruptedException {
    Sink.Memory kept = new Sink.Memory(url, LONGEST);
    downloads.read("the manifest", url, kept);
    return kept.bytes();
  }

  private static byte[] contents(Location.File file) throws ReleaseException {
    try (InputStream in = Files.newInputStream(file.path())) {
      Sink.Memory kept = new Sink.Memory(file, LONGEST);
      kept.take(ByteBuffer.wrap(in.readNBytes(LONGEST + 1)));
      return kept.bytes();
    } catch (IOException unreadable) {
      throw Unreadable.file("the manifest", file, unreadable);
    }
  }

  private static Manifest besides(Location.File manifest, Manifest read) {
    BundleRef bundle = read.bundle();
    return Location.of(bundle.location())
        .flatMap(location -> beside(manifest, location))
        .map(
            file ->
                new BundleRef(bundle.version(), file.toString(), bundle.sha256(), bundle.size()))
        .map(here -> new Manifest(read.latestStable(), here, read.lines(), read.releases()))
        .orElse(read);
  }

  private static Optional<Path> beside(Location.File manifest, Location bundle) {
    if (!(bundle instanceof Location.Url url) || url.uri().getPath().endsWith("/")) {
      return Optional.empty();
    }
    String name = url.uri().getPath().replaceFirst(".*/", "");
    return manifest.resolve(name).map(Location::exact).map(Path::of).filter(Files::isRegularFile);
  }
}
