package io.walterfleet.cli;

import io.walterfleet.app.MaskedWord;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Shard;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Part;
import io.walterfleet.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that let a run carry out a part of a plan. */
final class PartOptions {
  @Option(
      names = "--through",
      paramLabel = "WAVE",
      description = "begin no wave after this one, and do not stop at the holds before it")
  private Optional<String> through = Optional.empty();

  @Option(
      names = "--slice",
      paramLabel = "I/N",
      description = {
        "of a saved plan, only slice I of N, counted from 0: each wave is dealt out,",
        "and begins once the one before it is done in all slices"
      })
  private Optional<String> slice = Optional.empty();

  /** True when a slice of a saved plan is meant. */
  boolean isSliced() {
    return slice.isPresent();
  }

  /** The slice that was named, to be named again in another command. */
  String typedSlice() {
    return slice.map(one -> " --slice " + one).orElse("");
  }

  /**
   * The part of a plan that is meant.
   *
   * @param chosen the machines that this run may change
   */
  Part of(Plan plan, Fleet chosen) throws UsageException {
    List<String> waves = Part.of(plan).waves().stream().map(Wave::group).toList();
    if (through.isPresent() && !plan.acting().isEmpty() && !waves.contains(through.get())) {
      throw UsageException.of(
          "--through "
              + MaskedWord.of(through.get())
              + " is no wave of the plan (nothing was changed)",
          "name one of " + String.join(", ", waves));
    }
    if (slice.isPresent()) {
      Shard shard = ShardOption.share("--slice", slice.get());
      return Part.of(plan, shard, through);
    }
    return Part.of(
        plan, chosen.machines().stream().map(Machine::name).collect(Collectors.toSet()), through);
  }
}
