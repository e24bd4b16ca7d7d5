package io.walterfleet.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file that will be written once the work is done; that it can be is found out before.
 *
 * <p>A file that is there is replaced only by another of its kind: a slip of the shell's completion
 * shall not cost an inventory. A device or a pipe is written to, and never replaced. A saved plan
 * is for its owner alone, and nobody else can change any of the others.
 */
public final class OutFile {
  private final Path path;
  private final Path partial;
  private final NewFile mode;

  private OutFile(Path path, NewFile mode) {
    this.path = path;
    this.mode = mode;
    this.partial = path.resolveSibling(path.getFileName() + ".partial");
  }

  /** Refuses one file for two things, of which the second would replace the first. */
  public static void mustDiffer(Optional<Path> events, Optional<Path> report)
      throws UsageException {
    if (events.isPresent()
        && report.isPresent()
        && !isWrittenTo(events.get())
        && whole(events.get()).equals(whole(report.get()))) {
      throw UsageException.of(
          "--events and --report name the same file, " + events.get() + " (nothing was changed)",
          "name two files");
    }
  }

  private static Path whole(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** What is written, and how its beginning tells that it was. */
  public enum Kind {
    /** A saved plan. */
    PLAN("saved plan", "walter-fleet/plan/"),
    /** A page of a plan or a run. */
    PAGE("HTML page", "<!doctype html>"),
    /** An approval. */
    SIGNATURE("SSH signature", "-----BEGIN SSH SIGNATURE-----"),
    /** Events, one a line. */
    EVENTS("file of events", "{\"type\":"),
    /** Whatever may be replaced, because the user said so. */
    ANY("file", "");

    private static final int BEGINNING = 1000;

    private final String words;
    private final String mark;

    Kind(String words, String mark) {
      this.words = words;
      this.mark = mark;
    }

    /** Refuses a file that is there and is something else. */
    void mayReplace(Path path) throws UsageException {
      if (Files.isRegularFile(path) && !isAtTheBeginningOf(path)) {
        throw UsageException.of(
            path + " is there already and is no " + words + "; it was not changed",
            "name another file");
      }
    }

    private boolean isAtTheBeginningOf(Path path) {
      try (var in = Files.newInputStream(path)) {
        String beginning = new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8);
        return beginning.isEmpty() || beginning.contains(mark);
      } catch (IOException unreadable) {
        return false;
      }
    }
  }

  /** The file at this path, which is replaced as a whole. */
  public static OutFile at(Path path, Kind kind) throws UsageException {
    Path folder = path.toAbsolutePath().normalize().getParent();
    boolean replaced = !isWrittenTo(path);
    if (folder == null
        || Files.isDirectory(path)
        || (replaced ? !Files.isWritable(folder) : !Files.isWritable(path))) {
      throw UsageException.of(
          path + " cannot be written", "name a file in a directory that you may write to");
    }
    kind.mayReplace(path);
    return new OutFile(path, kind == Kind.PLAN ? NewFile.PRIVATE : NewFile.READABLE);
  }

  /** The same for a file that may be wanted. */
  public static Optional<OutFile> at(Optional<Path> path, Kind kind) throws UsageException {
    return path.isPresent() ? Optional.of(at(path.get(), kind)) : Optional.empty();
  }

  public void write(String text) throws UsageException {
    try {
      if (isWrittenTo(path)) {
        Files.writeString(path, text);
      } else {
        replace(text);
      }
    } catch (IOException full) {
      throw UsageException.unwritten(path, full);
    }
  }

  private void replace(String text) throws IOException {
    try {
      mode.write(partial, text);
      Files.move(partial, path, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** A rename onto {@code /dev/null} would leave a file there, for every program. */
  static boolean isWrittenTo(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path);
  }
}
