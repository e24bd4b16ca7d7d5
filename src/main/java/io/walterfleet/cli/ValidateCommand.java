package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Releases;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.ValidationJson;
import io.walterfleet.inventory.Problem;
import io.walterfleet.inventory.Reading;
import io.walterfleet.inventory.Unpublished;
import io.walterfleet.release.Manifests.Edition;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.release.RetryPolicy;
import io.walterfleet.report.FleetText;
import io.walterfleet.rollout.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks inventories; contacts no machine, and reads the manifest only for exact releases. */
@Command(name = "validate")
final class ValidateCommand extends FleetCommand {
  @Mixin private final MachineOptions machines = new MachineOptions();
  @Mixin private final TrustedOption trustedOption = new TrustedOption();

  ValidateCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, InterruptedException {
    Reading reading = machines.reading(runtime(), trustedOption);
    if (reading instanceof Reading.Invalid invalid) {
      return invalid(invalid.problems());
    }
    Fleet fleet = ((Reading.Valid) reading).fleet();
    List<Problem> unpublished = unpublished(fleet);
    if (!unpublished.isEmpty()) {
      return invalid(unpublished);
    }
    show(
        output().isJson()
            ? ValidationJson.of(fleet)
            : FleetText.of(fleet, style(), output().detail()));
    return ExitCode.OK;
  }

  /** None where the manifest is away: the inventory is not to blame for that. */
  private List<Problem> unpublished(Fleet fleet) throws InterruptedException {
    if (!Unpublished.isToBeAsked(fleet)) {
      return List.of();
    }
    try {
      Edition edition = new Releases(runtime()).edition(fleet.manifest(), RetryPolicy.SHORT);
      List<Problem> problems = Unpublished.of(fleet, edition.manifest());
      return edition.instead().isEmpty() || problems.isEmpty()
          ? problems
          : unchecked(edition.instead().get());
    } catch (ReleaseException away) {
      return unchecked(away);
    }
  }

  private List<Problem> unchecked(ReleaseException why) {
    String words = "releases were not looked up: " + why.problems().get(0).message();
    runtime().console().err().note(words);
    return List.of();
  }

  /** A program finds the problems where it finds the good news: on standard output. */
  private ExitCode invalid(List<Problem> problems) throws UsageException {
    if (!output().isJson()) {
      throw UsageException.of(problems);
    }
    show(
        ValidationJson.of(
            problems.stream()
                .map(one -> new ValidationJson.Row(one.place(), one.message(), one.fix()))
                .toList()));
    return ExitCode.USAGE;
  }
}
