package io.walterfleet.release;

/**
 * What no bundle may exceed.
 *
 * @param download bytes of the bundle itself
 * @param entries files and directories in it
 * @param entry bytes of one file
 * @param total bytes of the whole archive, unpacked
 * @param ratio unpacked bytes for each packed one, looked at once 16 MiB are unpacked
 * @param name bytes of an entry's path
 * @param headers bytes of all headers that belong to one entry, PAX headers included
 */
public record Limits(
    long download, int entries, long entry, long total, int ratio, int name, int headers) {
  /** Far above a Walter bundle (some hundred KiB), and far below what harms this computer. */
  public static final Limits DEFAULT =
      new Limits(512L << 20, 20_000, 256L << 20, 1L << 30, 200, 255, 64 << 10);
}
