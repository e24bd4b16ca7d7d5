package io.walterfleet.release;

import io.walterfleet.fleet.Manifest.BundleRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Takes a bundle's bytes, writes them to a file if there is one, and compares size and sum. */
final class Verified implements Sink {
  private static final String FIX =
      "try again; if it stays so, the manifest and the bundle do not belong together: tell the"
          + " vendor, and do not use this bundle";

  private final BundleRef wanted;
  private final String from;
  private final Optional<FileChannel> into;
  private final MessageDigest sum = sha256();
  private long size;

  Verified(BundleRef wanted, String from) {
    this(wanted, from, Optional.empty());
  }

  Verified(BundleRef wanted, String from, FileChannel into) {
    this(wanted, from, Optional.of(into));
  }

  private Verified(BundleRef wanted, String from, Optional<FileChannel> into) {
    this.wanted = wanted;
    this.from = from;
    this.into = into;
  }

  @Override
  public void begin() throws ReleaseException {
    sum.reset();
    size = 0;
    try {
      if (into.isPresent()) {
        into.get().truncate(0);
      }
    } catch (IOException unwritable) {
      throw full();
    }
  }

  @Override
  public void take(ByteBuffer bytes) throws ReleaseException {
    size += bytes.remaining();
    if (size > wanted.size()) {
      throw wrong("it is longer than " + wanted.size() + " bytes, its size in the manifest");
    }
    sum.update(bytes.duplicate());
    try {
      while (into.isPresent() && bytes.hasRemaining()) {
        into.get().write(bytes);
      }
    } catch (IOException unwritable) {
      throw full();
    }
  }

  /** Whether all bytes that came are the bundle. */
  void check() throws ReleaseException {
    if (size != wanted.size()) {
      throw wrong("it has " + size + " bytes; the manifest says " + wanted.size());
    }
    String found = HexFormat.of().formatHex(sum.digest());
    if (!found.equals(wanted.sha256())) {
      throw wrong("its SHA-256 is " + found + "; the manifest says " + wanted.sha256());
    }
  }

  private ReleaseException wrong(String reason) {
    return new ReleaseException(
        "the bundle from " + from + " is not the right one: " + reason, FIX);
  }

  private static ReleaseException full() {
    return new ReleaseException(
        "could not write the bundle into the cache",
        "free some space, or set XDG_CACHE_HOME to another directory");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("each Java has SHA-256", impossible);
    }
  }
}
