package io.walterfleet.release;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the vendor's release manifest from the web or from a file. */
public final class Manifests {
  private static final int LONGEST = 4 << 20;

  private final Downloads downloads;

  /** Manifests that come through these downloads. */
  public Manifests(Downloads downloads) {
    this.downloads = downloads;
  }

  /**
   * Reads and checks a manifest.
   *
   * <p>A manifest in a file prefers a bundle beside it, with the last name of the bundle's URL, to
   * that URL: the two can be carried behind an air gap as the vendor publishes them.
   *
   * @param location an http, https or file URL, or a path
   */
  public Manifest read(String location) throws ReleaseException, InterruptedException {
    Location from =
        Location.of(location)
            .orElseThrow(
                () ->
                    new ReleaseException(
                        "the manifest's location cannot be used",
                        "write an http or https URL without a user name, or a file path"));
    if (from instanceof Location.File file) {
      return besides(file, ManifestReader.read(file, contents(file)));
    }
    Location.Url url = (Location.Url) from;
    return ManifestReader.read(url, web(url));
  }

  private byte[] web(Location.Url url) throws ReleaseException, InterruptedException {
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
