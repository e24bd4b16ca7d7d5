package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.InventoryName;
import io.walterfleet.app.InventorySources;
import io.walterfleet.app.InventorySources.Named;
import io.walterfleet.app.InventorySources.Sources;
import io.walterfleet.app.UsageException;
import io.walterfleet.app.ValidInventory;
import io.walterfleet.fleet.Fleet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that names the inventory. */
final class InventoryOptions {
  /** Where it is, unless somebody says otherwise. */
  static final Path USUAL = Path.of("inventories");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE|DIR|!COMMAND",
      description = {
        "an inventory, a directory of them, CSV, or a program that prints one;",
        "may be repeated (default: inventories/)"
      })
  private List<InventoryName> inventories = List.of();

  private Optional<Sources> sources = Optional.empty();

  /** All machines; refused with all that is wrong with the inventory. */
  Fleet fleet(CommandRuntime runtime) throws UsageException {
    return ValidInventory.read(sources(runtime), runtime);
  }

  /** The files of the inventory; a program among what was named is run once. */
  Sources sources(CommandRuntime runtime) throws UsageException {
    return sources(runtime, spec);
  }

  /** The same of the command that has these options by way of others. */
  Sources sources(CommandRuntime runtime, CommandSpec command) throws UsageException {
    return sources.isPresent() ? sources.get() : again(runtime, command);
  }

  /** The same as they are now: a program is run again. */
  Sources again(CommandRuntime runtime, CommandSpec command) throws UsageException {
    List<InventoryName> names =
        inventories.isEmpty() ? List.of(InventoryName.of(USUAL)) : inventories;
    sources = Optional.empty();
    Sources now = new InventorySources(runtime).of(names, named(command));
    sources = Optional.of(now);
    return now;
  }

  private static Named named(CommandSpec command) {
    Optional<OptionSpec> trusted = Optional.ofNullable(command.findOption("--trusted"));
    if (trusted.isPresent() && !Optional.empty().equals(trusted.get().getValue())) {
      return Named.OF_A_CHANGE;
    }
    return command.commandLine().getParseResult().hasMatchedOption('i')
        ? Named.TYPED
        : Named.BY_VARIABLE;
  }
}
