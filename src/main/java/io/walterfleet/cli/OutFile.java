package io.walterfleet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A file that will be written once the work is done; that it can be is found out before. */
final class OutFile {
  private final Path path;
  private final Path partial;

  private OutFile(Path path, Path partial) {
    this.path = path;
    this.partial = partial;
  }

  /** The file at this path, which is replaced as a whole. */
  static OutFile at(Path path) throws Refusal {
    Path folder = path.toAbsolutePath().normalize().getParent();
    if (folder == null || Files.isDirectory(path) || !Files.isWritable(folder)) {
      throw Refusal.of(
          path + " cannot be written", "name a file in a directory that you may write to");
    }
    return new OutFile(path, path.resolveSibling(path.getFileName() + ".partial"));
  }

  /** The same for a file that may be wanted. */
  static Optional<OutFile> at(Optional<Path> path) throws Refusal {
    return path.isPresent() ? Optional.of(at(path.get())) : Optional.empty();
  }

  void write(String text) throws Refusal {
    try {
      Files.writeString(partial, text);
      Files.move(partial, path, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException full) {
      throw Refusal.of(path + " could not be written", "see that the disk is not full");
    }
  }
}
