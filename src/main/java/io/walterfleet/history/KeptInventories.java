package io.walterfleet.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The inventories that programs printed, or that were made from files of another form, each kept as
 * it was: what a plan was made from can be read again, whatever the program prints by then.
 *
 * @param folder where they lie; it need not exist
 */
public record KeptInventories(Path folder) {
  /** The oldest ones go. */
  private static final int MOST = 100;

  private static final String END = ".yml";
  private static final String LAST = ".last";
  private static final String OF_PLAN = ".plan";

  /** Keeps a text; the same text is one file. */
  public Path keep(String text) throws IOException {
    Path file = folder.resolve(LastPlans.name(text) + END);
    if (!Files.isRegularFile(file)) {
      write(file, text);
      prune();
    }
    return file;
  }

  /** The one that this source gave when the last plan was made here, while it is kept. */
  public Optional<Path> last(String source) {
    return read(folder.resolve(LastPlans.name(source) + LAST)).flatMap(this::kept);
  }

  /** Remembers from what a plan was made; that this cannot be written is no trouble to anybody. */
  public void planned(String source, Path file) {
    tryToWrite(LastPlans.name(source) + LAST, String.valueOf(file.getFileName()));
  }

  /**
   * Remembers the files of other forms that an inventory had.
   *
   * @param contents the hash of all that the inventory's files hold
   */
  public void planned(String contents, List<Path> files) {
    List<String> names = files.stream().map(one -> String.valueOf(one.getFileName())).toList();
    tryToWrite(LastPlans.name(contents) + OF_PLAN, String.join("\n", names));
  }

  /** The files of other forms that the inventory with this hash had; empty where one is gone. */
  public List<Path> of(String contents) {
    List<Optional<Path>> files =
        read(folder.resolve(LastPlans.name(contents) + OF_PLAN)).stream()
            .flatMap(String::lines)
            .map(this::kept)
            .toList();
    return files.stream().allMatch(Optional::isPresent)
        ? files.stream().flatMap(Optional::stream).toList()
        : List.of();
  }

  private Optional<Path> kept(String name) {
    return name.matches("[0-9a-f]{32}\\.yml")
        ? Optional.of(folder.resolve(name)).filter(Files::isRegularFile)
        : Optional.empty();
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private void tryToWrite(String name, String text) {
    try {
      write(folder.resolve(name), text);
    } catch (IOException unwritable) {
      // nothing can be said of it later
    }
  }

  private void write(Path file, String text) throws IOException {
    if (!Files.isDirectory(folder)) {
      PrivateFolder.create(folder);
    }
    Path partial = Files.createTempFile(folder, "inventory", ".partial");
    Files.writeString(partial, text, StandardCharsets.UTF_8);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void prune() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> oldest =
          all.filter(file -> !file.toString().endsWith(LAST))
              .sorted(Comparator.comparing(KeptInventories::time).reversed())
              .skip(MOST)
              .toList();
      for (Path file : oldest) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }
}
