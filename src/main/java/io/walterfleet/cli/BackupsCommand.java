package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.FleetOperations;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.BackupsJson;
import io.walterfleet.format.BackupsJson.Listing;
import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.report.BackupsText;
import io.walterfleet.report.MachineResultsText;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the backups on the machines, leaves only the newest of them, or proves that one. */
@Command(name = "backups")
final class BackupsCommand extends FleetCommand {
  @Mixin private final MachineOptions machines = new MachineOptions();
  @Mixin private final ForksOption forksOption = new ForksOption();

  @Option(
      names = "--prune",
      paramLabel = "N",
      description = "leave the newest N, and the one that the running release came from")
  private Optional<Integer> prune = Optional.empty();

  @Option(
      names = "--prove",
      description =
          "restore the newest backup of the volumes beside, on each machine, and have PostgreSQL read"
              + " all of it")
  private boolean prove;

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask before pruning")
  private boolean yes;

  BackupsCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, InterruptedException {
    if (prune.isPresent() && prove) {
      throw UsageException.of("--prune and --prove do not go together", "run one after the other");
    }
    if (prune.isPresent() && output().isJson()) {
      throw UsageException.of(
          "'backups --prune' has no --format json", "list them as JSON before or after it");
    }
    Confirmation confirmation = new Confirmation(runtime().console(), yes);
    if (prune.isPresent()) {
      if (prune.get() < 1) {
        throw UsageException.of(
            "--prune " + prune.get() + " is out of range", "a number from 1 on");
      }
      confirmation.mustBePossible(
          Advice.of("backups --prune " + prune.get() + " --yes" + machines.typedPart()).line());
    }
    Fleet fleet = machines.fleet(runtime());
    try (FleetOperations fleetOperations =
        new FleetOperations(runtime(), fleet, forksOption.forks())) {
      if (prove) {
        return proved(fleetOperations);
      }
      Listing listing = listing(fleetOperations);
      Map<String, List<Backup>> backups = listing.backups();
      List<MachineResult> unseen = listing.unseen();
      ExitCode listed = listed(listing);
      if (output().isJson()) {
        show(fleet.name(), listing, Optional.empty());
        return listed;
      }
      if (!backups.isEmpty() || unseen.isEmpty()) {
        show(BackupsText.of(listing, style(), output().detail()));
      }
      if (!unseen.isEmpty()) {
        show(
            MachineResultsText.of(
                unseen, LoginLines.whereabouts(fleet), style(), output().detail()));
      }
      if (prune.isEmpty() || backups.isEmpty()) {
        return listed;
      }
      return confirmation.isGiven("Leave the newest " + prune.get() + " on each machine?")
          ? ExitCode.of(List.of(listed, pruned(fleetOperations, backups.keySet(), prune.get())))
          : ExitCode.INTERRUPTED;
    }
  }

  private ExitCode proved(FleetOperations fleetOperations) throws InterruptedException {
    Fleet fleet = fleetOperations.fleet();
    List<MachineResult> results = fleetOperations.prove(fleet.machines(), event -> {});
    ExitCode proved = ExitCode.of(results.stream().map(one -> one.outcome().exitCode()).toList());
    if (output().isJson()) {
      Listing listing = listing(fleetOperations);
      show(fleet.name(), listing, Optional.of(results));
      return ExitCode.of(List.of(proved, listed(listing)));
    }
    show(MachineResultsText.of(results, LoginLines.whereabouts(fleet), style(), output().detail()));
    return proved;
  }

  private Listing listing(FleetOperations fleetOperations) throws InterruptedException {
    Map<String, List<Backup>> backups = new LinkedHashMap<>();
    Map<String, List<String>> uncopied = new LinkedHashMap<>();
    List<MachineResult> unseen = new ArrayList<>();
    Listing listing = new Listing(backups, uncopied, unseen);
    fleetOperations
        .survey()
        .observe(!output().isQuiet())
        .forEach((machine, one) -> sort(machine, one, listing));
    return listing;
  }

  private static ExitCode listed(Listing listing) {
    return listing.unseen().isEmpty() ? ExitCode.OK : ExitCode.UNKNOWN;
  }

  private void show(String fleet, Listing listing, Optional<List<MachineResult>> proofs) {
    Instant now = runtime().environment().clock().instant();
    show(BackupsJson.of(fleet, now, listing, proofs));
  }

  private static void sort(String machine, Observation observation, Listing listing) {
    if (observation instanceof Seen seen) {
      List<Backup> backups = seen.machineState().backups();
      listing.backups().put(machine, backups);
      if (!seen.uncopied().isEmpty() && backups.stream().anyMatch(Backup::hasVolumes)) {
        listing.uncopied().put(machine, seen.uncopied());
      }
    } else if (observation instanceof Unknown unknown) {
      listing
          .unseen()
          .add(new MachineResult(machine, Outcome.UNREACHABLE, unknown.reason(), unknown.fix()));
    }
  }

  /** On those that could be read; of the others it was said that they could not. */
  private ExitCode pruned(FleetOperations fleetOperations, Set<String> machines, int keep)
      throws InterruptedException {
    Fleet fleet = fleetOperations.fleet();
    List<MachineResult> results =
        fleetOperations.prune(
            fleet.machines().stream().filter(one -> machines.contains(one.name())).toList(), keep);
    show(
        MachineResultsText.of(
            results, LoginLines.whereabouts(fleet), style(), output().detail(), "pruned"));
    return ExitCode.of(results.stream().map(one -> one.outcome().exitCode()).toList());
  }
}
