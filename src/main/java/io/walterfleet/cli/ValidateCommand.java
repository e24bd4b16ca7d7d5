package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.rollout.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks inventories; reads no manifest and contacts no machine. */
@Command(name = "validate")
final class ValidateCommand extends FleetCommand {
  @Mixin private final Choice choice = new Choice();

  ValidateCommand(World world) {
    super(world);
  }

  @Override
  ExitCode run() throws Refusal {
    Fleet fleet = choice.fleet(world());
    int machines = fleet.machines().size();
    long groups = fleet.machines().stream().map(Machine::group).distinct().count();
    show(
        look().isJson()
            ? "{\"valid\":true,\"machines\":" + machines + ",\"groups\":" + groups + "}\n"
            : "valid: fleet "
                + fleet.name()
                + ", "
                + counted(machines, "machine")
                + " in "
                + counted(groups, "group")
                + "; no machine was contacted\n");
    return ExitCode.OK;
  }

  private static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
