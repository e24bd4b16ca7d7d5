package io.walterfleet.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Bundles for tests, good and hostile, built in memory. */
final class Tars {
  static final int PROGRAM = 0100755;
  static final int FILE = 0100644;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  /** Something that writes to the archive. */
  interface Part {
    void to(TarArchiveOutputStream tar) throws IOException;
  }

  private Tars() {
    tar = new TarArchiveOutputStream(bytes, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /** A tar with what every Walter bundle has, and then these parts. */
  static byte[] walterWith(Part... parts) throws IOException {
    Tars tars = new Tars();
    directory("walter-onprem/").to(tars.tar);
    file("walter-onprem/bin/walter-onprem", PROGRAM, "#!/bin/sh\n").to(tars.tar);
    file("walter-onprem/compose.yml", FILE, "services: {}\n").to(tars.tar);
    return tars.finished(parts);
  }

  /** A tar of just these parts. */
  static byte[] of(Part... parts) throws IOException {
    return new Tars().finished(parts);
  }

  static Part directory(String name) {
    return entry(name, TarArchiveEntry.LF_DIR);
  }

  static Part file(String name, String text) {
    return file(name, FILE, text);
  }

  static Part file(String name, int mode, String text) {
    return tar -> {
      byte[] content = text.getBytes(UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setModTime(0); // a time with a fraction would need a PAX header
      entry.setMode(mode);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    };
  }

  /** A file of so many zeros. */
  static Part zeros(String name, long size) {
    return tar -> {
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setModTime(0); // a time with a fraction would need a PAX header
      entry.setSize(size);
      tar.putArchiveEntry(entry);
      byte[] block = new byte[1 << 16];
      for (long left = size; left > 0; left -= block.length) {
        tar.write(block, 0, (int) Math.min(left, block.length));
      }
      tar.closeArchiveEntry();
    };
  }

  /** An entry of a kind that has no content. */
  static Part entry(String name, byte kind) {
    return tar -> {
      TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
      entry.setModTime(0);
      entry.setLinkName("walter-onprem/compose.yml");
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    };
  }

  /** A file with a PAX header of its own. */
  static Part pax(String name, String key, String value) {
    return tar -> {
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setModTime(0); // a time with a fraction would need a PAX header
      entry.addPaxHeader(key, value);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    };
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private byte[] finished(Part... parts) throws IOException {
    for (Part part : parts) {
      part.to(tar);
    }
    tar.close();
    return bytes.toByteArray();
  }
}
