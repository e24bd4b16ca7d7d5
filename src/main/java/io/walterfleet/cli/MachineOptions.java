package io.walterfleet.cli;

import io.walterfleet.app.Chosen;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.InventorySources.Sources;
import io.walterfleet.app.MaskedWord;
import io.walterfleet.app.UsageException;
import io.walterfleet.app.ValidInventory;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.inventory.Inventories;
import io.walterfleet.inventory.Limit;
import io.walterfleet.inventory.Reading;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that choose the machines: the inventory, and a part of it. */
final class MachineOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private final InventoryOptions inventoryOptions = new InventoryOptions();

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "PATTERN",
      description = {
        "only these machines: names, groups or tags, with globs;",
        "a:b both, :&c and of those, :!d but not, @file one name a line"
      })
  private Optional<String> limit = Optional.empty();

  private int whole;

  /** True when only a part of the inventory is meant. */
  boolean isLimited() {
    return limit.isPresent();
  }

  /** The chosen machines; refused with all that is wrong with the inventory or the pattern. */
  Fleet fleet(CommandRuntime runtime) throws UsageException {
    return ValidInventory.of(reading(runtime));
  }

  /** The same, held against the inventory of those who have the rights of the SSH key. */
  Fleet fleet(CommandRuntime runtime, TrustedOption trustedOption) throws UsageException {
    return ValidInventory.of(reading(runtime, trustedOption));
  }

  /** The part that was named on the command line: another command is for no more machines. */
  String typedPart() {
    boolean named = spec.commandLine().getParseResult().hasMatchedOption('l');
    return named ? limit.map(part -> " -l " + MaskedWord.of(part)).orElse("") : "";
  }

  /** The hash of all that the inventory's files hold. */
  String contents(CommandRuntime runtime) throws UsageException {
    return Inventories.contents(sources(runtime).paths());
  }

  /** The files and directories of the inventory. */
  Sources sources(CommandRuntime runtime) throws UsageException {
    return inventoryOptions.sources(runtime, spec);
  }

  /** The same as they are now: a program that prints an inventory is run again. */
  Sources again(CommandRuntime runtime) throws UsageException {
    return inventoryOptions.again(runtime, spec);
  }

  /**
   * The chosen machines, or all that is wrong with the inventory or the pattern. An empty pattern
   * is wrong too: it comes from a variable that was never set, and whoever wrote it meant a part.
   */
  Reading reading(CommandRuntime runtime) throws UsageException {
    return limited(sources(runtime).reader(runtime).read(sources(runtime).paths()));
  }

  /** The same, held against the inventory of those who have the rights of the SSH key. */
  Reading reading(CommandRuntime runtime, TrustedOption trustedOption) throws UsageException {
    Sources sources = sources(runtime);
    return limited(trustedOption.read(sources.reader(runtime), sources.paths()));
  }

  private Reading limited(Reading all) {
    if (all instanceof Reading.Valid valid) {
      whole = valid.fleet().machines().size();
      return limit.isPresent() ? Limit.apply(limit.get(), valid.fleet()) : all;
    }
    return all;
  }

  /** What was chosen of the inventory that was read last, with this share of it. */
  Chosen chosen(ShardOption shardOption, CommandRuntime runtime) throws UsageException {
    String part =
        Stream.of(limit.orElse(""), shardOption.part())
            .filter(one -> !one.isEmpty())
            .collect(Collectors.joining(", "));
    return new Chosen(sources(runtime), whole, part);
  }

  /** The same fleet with each machine's permissions changed. */
  static Fleet allowing(Fleet fleet, UnaryOperator<Permissions> more) {
    return fleet.with(fleet.machines().stream().map(machine -> allowing(machine, more)).toList());
  }

  private static Machine allowing(Machine machine, UnaryOperator<Permissions> more) {
    Desired desired = machine.desired();
    return machine.with(
        new Desired(
            desired.target(),
            desired.publication(),
            desired.backup(),
            desired.bundle(),
            desired.installDir(),
            more.apply(desired.permissions())));
  }
}
