package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.watch.Inventory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The inventory that was chosen on the command line, read again when its files change. */
public final class InventoryFiles implements Inventory {
  private final List<Path> paths;
  private final Reader reader;
  private final CommandRuntime runtime;

  public InventoryFiles(List<Path> paths, Reader reader, CommandRuntime runtime) {
    this.paths = List.copyOf(paths);
    this.reader = reader;
    this.runtime = runtime;
  }

  /** Reads what was chosen of the files, as they are now. */
  public interface Reader {
    /** The chosen machines. */
    Fleet read() throws UsageException;
  }

  @Override
  public String stamp() {
    return paths.stream().map(InventoryFiles::stamp).collect(Collectors.joining("\n"));
  }

  @Override
  public Reading read() {
    try {
      return new Reading.Good(reader.read());
    } catch (UsageException refused) {
      return new Reading.Bad(refused.text());
    } catch (RuntimeException | StackOverflowError incident) {
      return new Reading.Bad(
          "the inventory could not be read, which is a bug; the details are in "
              + new ErrorFiles(runtime).place(incident));
    }
  }

  private static String stamp(Path path) {
    try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
      List<Path> all = files.sorted().toList();
      return all.stream().map(InventoryFiles::line).collect(Collectors.joining("\n"));
    } catch (IOException | UncheckedIOException gone) {
      return path + " cannot be read";
    }
  }

  private static String line(Path file) {
    try {
      BasicFileAttributes one = Files.readAttributes(file, BasicFileAttributes.class);
      return file + " " + one.size() + " " + one.lastModifiedTime() + " " + one.fileKey();
    } catch (IOException gone) {
      return file + " cannot be read";
    }
  }
}
