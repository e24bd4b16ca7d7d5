package io.walterfleet.cli;

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
final class InventoryFiles implements Inventory {
  private final MachineOptions machines;
  private final ShardOption shardOption;
  private final CommandRuntime runtime;

  InventoryFiles(MachineOptions machines, ShardOption shardOption, CommandRuntime runtime) {
    this.machines = machines;
    this.shardOption = shardOption;
    this.runtime = runtime;
  }

  @Override
  public String stamp() {
    return machines.paths().stream().map(InventoryFiles::stamp).collect(Collectors.joining("\n"));
  }

  @Override
  public Reading read() {
    try {
      return new Reading.Good(shardOption.of(machines.fleet(runtime)));
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
