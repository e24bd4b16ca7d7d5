package io.walterfleet.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names the inventory. */
final class InventoryOptions {
  /** Where it is, unless somebody says otherwise. */
  static final Path USUAL = Path.of("inventories");

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE|DIR",
      description = "an inventory, or a directory of them; may be repeated (default: inventories/)")
  private List<Path> inventories = List.of();

  /** The files and directories of the inventory. */
  List<Path> paths() {
    return inventories.isEmpty() ? List.of(USUAL) : inventories;
  }
}
