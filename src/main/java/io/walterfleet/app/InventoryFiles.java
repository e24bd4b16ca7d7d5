package io.walterfleet.app;

import io.walterfleet.app.InventorySources.Sources;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.watch.Inventory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The inventory that was chosen on the command line, read again when its files change. A program
 * that prints one is run again from time to time.
 */
public final class InventoryFiles implements Inventory {
  private final Source source;
  private final Reader reader;
  private final CommandRuntime runtime;
  private String kept;
  private String seen;
  private Instant asked;
  private Optional<UsageException> refused = Optional.empty();

  public InventoryFiles(Source source, Reader reader, CommandRuntime runtime) {
    this.source = source;
    this.reader = reader;
    this.runtime = runtime;
    this.kept = source.first().paths().toString();
    this.seen = seen();
    this.asked = runtime.environment().clock().instant();
  }

  /**
   * From where an inventory comes.
   *
   * @param first as it was when it was asked first
   * @param again asks anew
   * @param every after which time a program is run again
   */
  public record Source(Sources first, Asking again, Duration every) {}

  /** Asks anew from where an inventory comes. */
  public interface Asking {
    /** What there is now. */
    Sources ask() throws UsageException;
  }

  /** Reads what was chosen of the files, as they are now. */
  public interface Reader {
    /** The chosen machines. */
    Fleet read() throws UsageException;
  }

  @Override
  public synchronized String stamp() {
    Instant now = runtime.environment().clock().instant();
    if (source.first().hasProgram() && !now.isBefore(asked.plus(source.every()))) {
      askAgain();
    }
    return seen() + "\n" + kept;
  }

  @Override
  public synchronized Reading read() {
    try {
      if (!seen().equals(seen)) {
        askAgain();
      }
      return refused.isPresent()
          ? new Reading.Bad(refused.get().text())
          : new Reading.Good(reader.read());
    } catch (UsageException invalid) {
      return new Reading.Bad(invalid.text());
    } catch (RuntimeException | StackOverflowError incident) {
      return new Reading.Bad(
          "the inventory could not be read, which is a bug; the details are in "
              + new ErrorFiles(runtime).place(incident));
    }
  }

  private void askAgain() {
    asked = runtime.environment().clock().instant();
    seen = seen();
    try {
      kept = source.again().ask().paths().toString();
      refused = Optional.empty();
    } catch (UsageException failed) {
      kept = failed.text();
      refused = Optional.of(failed);
    }
  }

  private String seen() {
    return source.first().named().stream()
        .map(InventoryFiles::stamp)
        .collect(Collectors.joining("\n"));
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
