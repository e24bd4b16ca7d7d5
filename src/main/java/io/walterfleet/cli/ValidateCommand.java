package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.inventory.Problem;
import io.walterfleet.inventory.Reading;
import io.walterfleet.report.FleetText;
import io.walterfleet.report.ProblemsJson;
import io.walterfleet.rollout.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks inventories; reads no manifest and contacts no machine. */
@Command(name = "validate")
final class ValidateCommand extends FleetCommand {
  @Mixin private final Choice choice = new Choice();
  @Mixin private final Trusting trusting = new Trusting();

  ValidateCommand(World world) {
    super(world);
  }

  @Override
  ExitCode run() throws Refusal {
    Reading reading = choice.reading(world(), trusting);
    if (reading instanceof Reading.Invalid invalid) {
      return invalid(invalid.problems());
    }
    Fleet fleet = ((Reading.Valid) reading).fleet();
    show(look().isJson() ? json(fleet) : FleetText.of(fleet, style(), look().detail()));
    return ExitCode.OK;
  }

  /** A program finds the problems where it finds the good news: on standard output. */
  private ExitCode invalid(List<Problem> problems) throws Refusal {
    if (!look().isJson()) {
      throw Refusal.of(problems);
    }
    show(
        ProblemsJson.of(
            problems.stream()
                .map(one -> new ProblemsJson.Row(one.place(), one.message(), one.fix()))
                .toList()));
    return ExitCode.USAGE;
  }

  private static String json(Fleet fleet) {
    return "{\"valid\":true,\"machines\":"
        + fleet.machines().size()
        + ",\"groups\":"
        + fleet.groups()
        + "}\n";
  }
}
