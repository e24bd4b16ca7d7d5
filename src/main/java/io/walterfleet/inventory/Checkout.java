package io.walterfleet.inventory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The commit of git that a directory of an inventory is checked out from.
 *
 * <ol>
 *   <li>{@code git} says the commit and lists its files. It reads objects alone: no hook, no
 *       filter, no pager and no transport of the repository's own settings is run for that.
 *   <li>Whether files are as in the commit is seen from their own bytes; {@code git status} would
 *       run filters.
 * </ol>
 *
 * @param hash of the commit
 * @param isDirty whether the inventory's files are not as in it
 */
public record Checkout(String hash, boolean isDirty) {
  private static final int PATIENCE_SECONDS = 5;
  private static final String HASH = "[0-9a-f]{40}([0-9a-f]{24})?";

  /**
   * The commit of these files; absent where they are in none, or in more than one, or git is not
   * there.
   *
   * @param paths the files and directories of the inventory
   */
  public static Optional<Checkout> of(List<Path> paths) throws InterruptedException {
    Map<Path, List<Path>> folders = new LinkedHashMap<>();
    for (Path file : Inventories.files(paths)) {
      Path folder = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
      folders.computeIfAbsent(folder, key -> new ArrayList<>()).add(file);
    }
    Optional<Checkout> all = Optional.empty();
    for (Map.Entry<Path, List<Path>> folder : folders.entrySet()) {
      boolean isWhole = paths.stream().anyMatch(path -> isSame(path, folder.getKey()));
      Optional<Checkout> one = of(folder.getKey(), folder.getValue(), isWhole);
      if (one.isEmpty()
          || all.filter(other -> !other.hash().equals(one.get().hash())).isPresent()) {
        return Optional.empty();
      }
      boolean dirty = one.get().isDirty() || all.filter(Checkout::isDirty).isPresent();
      all = Optional.of(new Checkout(one.get().hash(), dirty));
    }
    return all;
  }

  private static boolean isSame(Path path, Path folder) {
    return path.toAbsolutePath().normalize().equals(folder);
  }

  private static Optional<Checkout> of(Path folder, List<Path> files, boolean isWhole)
      throws InterruptedException {
    if (!isInWorkTree(folder)) {
      return Optional.empty();
    }
    Optional<String> hash =
        git(folder, "rev-parse", "--verify", "HEAD")
            .map(String::strip)
            .filter(one -> one.matches(HASH));
    Optional<String> tree =
        hash.isPresent() ? git(folder, "ls-tree", "-z", hash.get()) : Optional.empty();
    return tree.map(
        listing -> new Checkout(hash.orElseThrow(), !isAsIn(blobs(listing), files, isWhole)));
  }

  /** Whether git would find a repository from here upwards; where not, it need not be started. */
  private static boolean isInWorkTree(Path folder) {
    try {
      Path at = folder.toRealPath();
      while (at != null && !Files.exists(at.resolve(".git"))) {
        at = at.getParent();
      }
      return at != null;
    } catch (IOException gone) {
      return false;
    }
  }

  /** The files of a directory by name, each with the hash of its bytes. */
  private static Map<String, String> blobs(String listing) {
    Map<String, String> blobs = new LinkedHashMap<>();
    for (String entry : listing.split("\0", -1)) {
      int tab = entry.indexOf('\t');
      String[] words = entry.substring(0, Math.max(0, tab)).split(" ", -1);
      if (words.length == 3 && words[1].equals("blob")) {
        blobs.put(entry.substring(tab + 1), words[2]);
      }
    }
    return blobs;
  }

  /** A directory is as it was only when none of its inventories is gone. */
  private static boolean isAsIn(Map<String, String> blobs, List<Path> files, boolean isWhole) {
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      if (!hash(file, blobs.getOrDefault(name, "")).equals(blobs.remove(name))) {
        return false;
      }
    }
    return !isWhole || blobs.keySet().stream().noneMatch(Inventories::isInventoryName);
  }

  /** The hash of a file's bytes, as git has it; of a link, that of its text. */
  private static String hash(Path file, String alike) {
    try {
      byte[] bytes =
          Files.isSymbolicLink(file)
              ? Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8)
              : Files.readAllBytes(file);
      MessageDigest digest = MessageDigest.getInstance(alike.length() > 40 ? "SHA-256" : "SHA-1");
      digest.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(bytes));
    } catch (IOException unreadable) {
      return "";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-1 and SHA-256", impossible);
    }
  }

  /** What git printed; absent when it failed, or is not there. */
  private static Optional<String> git(Path folder, String... words) throws InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of("git", "--no-pager", "--no-replace-objects", "--literal-pathspecs", "-C"));
    line.add(folder.toString());
    line.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.putAll(
        Map.of("GIT_NO_LAZY_FETCH", "1", "GIT_ALLOW_PROTOCOL", "none", "GIT_OPTIONAL_LOCKS", "0"));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return said(process);
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static Optional<String> said(Process process) throws IOException, InterruptedException {
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    byte[] out = process.getInputStream().readNBytes(YamlText.MOST_BYTES);
    process.getInputStream().close();
    return process.waitFor() == 0
        ? Optional.of(new String(out, StandardCharsets.UTF_8))
        : Optional.empty();
  }
}
