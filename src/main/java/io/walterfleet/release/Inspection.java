package io.walterfleet.release;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Reads a bundle once, from front to end, and refuses what a Walter bundle never has. Nothing is
 * unpacked.
 *
 * <p>The tar programs of the machines differ in what they do with odd archives (several gzip
 * members, bytes behind the end mark, a lone zero block), so whatever is odd is refused: what was
 * inspected is what will be unpacked.
 */
final class Inspection {
  private static final int RATIO_FROM = 16 << 20;
  private static final int RECORD = 512;
  private static final int SET_ID = 06000;
  private static final String FIX = "do not use this bundle; get a good one from the vendor";

  private final Path path;
  private final Limits limits;
  private final Contents contents = new Contents();
  private final byte[] buffer = new byte[1 << 16];

  private Inspection(Path path, Limits limits) {
    this.path = path;
    this.limits = limits;
  }

  /**
   * How many files the bundle holds.
   *
   * @throws ReleaseException when it is no Walter bundle, or is one that must not be unpacked
   */
  static int files(String name, Path bundle, Limits limits) throws ReleaseException {
    try {
      return new Inspection(bundle, limits).files();
    } catch (Refused refused) {
      throw refusal(name, String.valueOf(refused.getMessage()));
    } catch (Metered.Exceeded exceeded) {
      throw refusal(name, exceeded.reason());
    } catch (IOException | RuntimeException damaged) {
      // On hostile input the library also throws unchecked exceptions.
      throw refusal(name, "is not an intact tar.gz archive");
    }
  }

  private static ReleaseException refusal(String name, String reason) {
    return new ReleaseException("the bundle " + name + " is refused: it " + reason, FIX);
  }

  private int files() throws IOException, Refused {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path));
        InputStream unpacked =
            new BufferedInputStream(
                GzipCompressorInputStream.builder()
                    .setInputStream(file)
                    .setDecompressConcatenated(true)
                    .get());
        Metered metered = new Metered(unpacked, limits.total());
        TarArchiveInputStream tar =
            new TarArchiveInputStream(metered, RECORD, RECORD, StandardCharsets.UTF_8.name())) {
      for (var entry = next(tar, metered); entry != null; entry = next(tar, metered)) {
        check(entry);
        drain(tar, metered, entry);
      }
      checkRest(metered);
      return contents.files();
    }
  }

  /** The next entry; null at the end, as the library says it. */
  @SuppressWarnings("NullAway") // the library's own way to say that there is no more
  private TarArchiveEntry next(TarArchiveInputStream tar, Metered metered) throws IOException {
    metered.allow(
        limits.headers(), "has an entry with more than " + limits.headers() + " header bytes");
    return tar.getNextEntry();
  }

  private void check(TarArchiveEntry entry) throws Refused {
    if (!entry.isCheckSumOK()) {
      throw new Refused("has an entry whose header is damaged");
    }
    String name = entry.getName();
    if (name.getBytes(StandardCharsets.UTF_8).length > limits.name()) {
      throw new Refused("has a path longer than " + limits.name() + " bytes");
    }
    String shown = "'" + Sanitizer.of(name) + "'";
    checkKind(entry, shown);
    contents.add(name, entry.isDirectory(), entry.getMode());
    if (contents.entries() > limits.entries()) {
      throw new Refused("has more than " + limits.entries() + " entries");
    }
    if (entry.getSize() > limits.entry()) {
      throw new Refused("has an entry of more than " + limits.entry() + " bytes: " + shown);
    }
  }

  private static void checkKind(TarArchiveEntry entry, String shown) throws Refused {
    if (entry.isSymbolicLink() || entry.isLink()) {
      throw new Refused("has a link: " + shown);
    }
    boolean plainFile = entry.getLinkFlag() == '0' || entry.getLinkFlag() == 0;
    boolean directory = entry.getLinkFlag() == '5';
    if (!(plainFile || directory) || entry.isSparse() || (plainFile && entry.isDirectory())) {
      throw new Refused("has an entry that is neither a plain file nor a directory: " + shown);
    }
    if ((entry.getMode() & SET_ID) != 0) {
      throw new Refused("has an entry that would change the user who runs it: " + shown);
    }
  }

  /** Reads the entry to its end, so that the next read begins at a header. */
  private void drain(TarArchiveInputStream tar, Metered metered, TarArchiveEntry entry)
      throws IOException, Refused {
    metered.allow(limits.total(), "");
    long packed = Files.size(path);
    long size = 0;
    for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
      size += read;
      if (metered.count() > RATIO_FROM && metered.count() / limits.ratio() > packed) {
        throw new Refused("unpacks to more than " + limits.ratio() + " times its size");
      }
    }
    if (size != entry.getSize()) {
      throw new Refused("ends in the middle of '" + Sanitizer.of(entry.getName()) + "'");
    }
  }

  /** Behind the end of the archive there may be nothing but the zeros that fill it up. */
  private void checkRest(Metered metered) throws IOException, Refused {
    contents.checkComplete();
    metered.allow(limits.headers(), "has bytes behind its end");
    for (int read = metered.read(buffer); read >= 0; read = metered.read(buffer)) {
      for (int at = 0; at < read; at++) {
        if (buffer[at] != 0) {
          throw new Refused("has bytes behind its end");
        }
      }
    }
  }
}
