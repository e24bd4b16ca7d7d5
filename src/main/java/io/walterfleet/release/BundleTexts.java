package io.walterfleet.release;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The YAML files at the top of a bundle, by their names; nothing is unpacked. */
public final class BundleTexts {
  private static final String TOP = "walter-onprem/";
  private static final int LONGEST = 1 << 20;

  private BundleTexts() {}

  /**
   * Reads them out of a bundle in a file.
   *
   * @throws ReleaseException when the file cannot be read, is no Walter bundle, or is one that must
   *     not be unpacked
   */
  public static Map<String, String> read(Path bundle) throws ReleaseException {
    if (!Files.isReadable(bundle) || !Files.isRegularFile(bundle)) {
      throw new ReleaseException(
          "the bundle " + Sanitizer.of(bundle.toString()) + " cannot be read",
          "name a tar.gz file");
    }
    Inspection.files(Sanitizer.of(bundle.toString()), bundle, Limits.DEFAULT);
    try (InputStream file = new BufferedInputStream(Files.newInputStream(bundle));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                GzipCompressorInputStream.builder()
                    .setInputStream(file)
                    .setDecompressConcatenated(true)
                    .get())) {
      Map<String, String> texts = new TreeMap<>();
      tar.forEach(entry -> take(tar, entry, texts));
      return texts;
    } catch (IOException damaged) {
      throw new ReleaseException(
          "the bundle " + Sanitizer.of(bundle.toString()) + " cannot be read", "get it again");
    }
  }

  private static void take(
      TarArchiveInputStream tar, TarArchiveEntry entry, Map<String, String> texts)
      throws IOException {
    String name = entry.getName().replaceFirst("^(?:\\./)++", "");
    if (name.matches(TOP + "[^/]+\\.ya?ml") && entry.getSize() <= LONGEST) {
      byte[] bytes = tar.readNBytes(LONGEST);
      texts.put(name.substring(TOP.length()), new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
