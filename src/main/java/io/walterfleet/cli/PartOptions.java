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
  private static final String FAILED = "failed";

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

  @Option(
      names = "--only",
      paramLabel = "failed",
      description = {
        "of a saved plan, only the machines on which it failed: by the runs of this controller,",
        "or else by what the last run left on record on the machine"
      })
  private Optional<String> only = Optional.empty();

  /** True when only machines that failed are meant. */
  boolean isOnlyFailed() {
    return only.isPresent();
  }

  /**
   * Refuses a word that is not known, or that does not fit.
   *
   * @param isSaved whether it is a saved plan that is carried out
   */
  void mustFit(boolean isSaved) throws UsageException {
    if (only.filter(word -> !word.equals(FAILED)).isPresent()) {
      throw UsageException.of(
          "--only '" + only.get() + "' is not known",
          "of a plan that is applied: --only " + FAILED);
    }
    if (only.isPresent() && !isSaved) {
      throw UsageException.of(
          "--only failed is for a saved plan",
          "leave it out: a plan that is made now has what is left to do");
    }
    if (only.isPresent() && slice.isPresent()) {
      throw UsageException.of(
          "--only failed and --slice do not go together", "leave out one of them");
    }
  }

  /** True when a slice of a saved plan is meant. */
  boolean isSliced() {
    return slice.isPresent();
  }

  /** The slice and what else was named, to be named again in another command. */
  String typedPart() {
    return slice.map(one -> " --slice " + one).orElse("")
        + only.map(word -> " --only " + word).orElse("");
  }

  /** The wave to go through, to be named again. */
  String typedEnd() {
    return through.map(wave -> " --through " + MaskedWord.of(wave)).orElse("");
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
