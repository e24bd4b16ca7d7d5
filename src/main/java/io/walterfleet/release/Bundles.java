package io.walterfleet.release;

import io.walterfleet.fleet.Manifest.BundleRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Gets the bundle once a run, verified and inspected, and keeps it by its checksum for later runs.
 *
 * <p>Make one for each run: what it has, or could not get, stays so. Several threads may ask; one
 * fetches, the others wait. Several runs may share a cache: files appear in it whole or not at all.
 */
public final class Bundles {
  private final Downloads downloads;
  private final Path cache;
  private final Limits limits;
  private final Map<BundleRef, FutureTask<Bundle>> fetched = new ConcurrentHashMap<>();

  /**
   * Bundles kept below a directory of the user.
   *
   * @param cache made when it is needed, readable by nobody else
   */
  public Bundles(Downloads downloads, Path cache, Limits limits) {
    this.downloads = downloads;
    this.cache = cache;
    this.limits = limits;
  }

  /** The bundle that the manifest names. */
  public Bundle fetch(BundleRef wanted) throws ReleaseException, InterruptedException {
    FutureTask<Bundle> task =
        fetched.computeIfAbsent(wanted, key -> new FutureTask<>(() -> get(key)));
    task.run();
    try {
      return task.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ReleaseException refused) {
        throw refused;
      }
      fetched.remove(wanted, task);
      if (failed.getCause() instanceof InterruptedException) {
        throw new InterruptedException("interrupted while the bundle was fetched");
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private Bundle get(BundleRef wanted) throws ReleaseException, InterruptedException {
    if (wanted.size() > limits.download()) {
      throw new ReleaseException(
          "the manifest says that the bundle has "
              + wanted.size()
              + " bytes; more than "
              + limits.download()
              + " are refused",
          "check the manifest's bundle.size");
    }
    Path kept = directory().resolve(wanted.sha256() + ".tar.gz");
    if (!isGood(kept, wanted)) {
      bring(wanted, kept);
    }
    Inspection.files(wanted.version(), kept, limits);
    return new Bundle(wanted.sha256(), wanted.size(), kept);
  }

  private Path directory() {
    return cache.resolve("bundles");
  }

  /** Whether the file in the cache is the one; anything else is as good as absent. */
  private boolean isGood(Path kept, BundleRef wanted) {
    try (FileChannel file = FileChannel.open(kept, StandardOpenOption.READ)) {
      Verified verified = new Verified(wanted, kept.toString());
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      while (file.read(buffer) >= 0) {
        verified.take(buffer.flip());
        buffer.clear();
      }
      verified.check();
      return true;
    } catch (IOException | ReleaseException absent) {
      return false;
    }
  }

  private void bring(BundleRef wanted, Path kept) throws ReleaseException, InterruptedException {
    Location from =
        Location.of(wanted.location())
            .orElseThrow(
                () ->
                    new ReleaseException(
                        "the bundle's location cannot be used", "correct bundle.url"));
    try {
      OwnFiles.make(directory());
      Path partial = Files.createTempFile(directory(), wanted.sha256() + ".", ".partial");
      try (FileChannel file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        Verified verified = new Verified(wanted, from.toString(), file);
        copy(from, verified);
        verified.check();
        file.force(true);
        Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException unwritable) {
      throw OwnFiles.unwritable(cache);
    }
  }

  private void copy(Location from, Verified into) throws ReleaseException, InterruptedException {
    if (from instanceof Location.Url url) {
      downloads.read("the bundle", url, into);
      return;
    }
    Location.File file = (Location.File) from;
    try (InputStream in = Files.newInputStream(file.path())) {
      into.begin();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        into.take(ByteBuffer.wrap(buffer, 0, read));
      }
    } catch (IOException unreadable) {
      throw Unreadable.file("the bundle", file, unreadable);
    }
  }
}
