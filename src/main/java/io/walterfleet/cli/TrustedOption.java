package io.walterfleet.cli;

import io.walterfleet.inventory.Inventories;
import io.walterfleet.inventory.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the inventory of those who have the rights of the SSH key. */
final class TrustedOption {
  @Option(
      names = "--trusted",
      paramLabel = "DIR",
      description = {
        "for changes by people without the rights of the SSH key: addresses, ssh, releases,",
        "envKeys, stack, backups, approvals, hooks and notify must be as in the inventory there"
      })
  private Optional<Path> trusted = Optional.empty();

  /** What comes of these files. */
  Reading read(Inventories inventories, List<Path> files) {
    return trusted.isPresent() ? inventories.read(files, trusted.get()) : inventories.read(files);
  }
}
