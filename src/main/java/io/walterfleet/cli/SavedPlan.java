package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.report.BadPlan;
import io.walterfleet.report.PlanJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A plan out of a file, held against the inventory that says how its machines are reached. */
final class SavedPlan {
  private static final String AGAIN = "make a new one: walter-fleet plan --out plan.json";

  private SavedPlan() {}

  /** The plan; refused when it is broken, or made for other machines. */
  static Plan read(Path file, Fleet fleet) throws Refusal {
    Plan plan = parsed(file);
    if (!plan.header().fleet().equals(fleet.name())) {
      throw refused(
          file,
          "it was made for fleet '" + plan.header().fleet() + "', not '" + fleet.name() + "'",
          "name that fleet's inventory with --inventory");
    }
    Map<String, Machine> machines =
        fleet.machines().stream().collect(Collectors.toMap(Machine::name, Function.identity()));
    for (MachinePlan machine : plan.acting()) {
      Machine now = machines.get(machine.name());
      if (now == null) {
        throw refused(file, "machine '" + machine.name() + "' is not in the inventory", AGAIN);
      }
      if (!now.ssh().address().equals(machine.subject().address())) {
        throw refused(
            file,
            "machine '" + machine.name() + "' has another address in the inventory now",
            AGAIN);
      }
    }
    return plan;
  }

  private static Plan parsed(Path file) throws Refusal {
    try {
      return PlanJson.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (BadPlan bad) {
      throw refused(file, bad.reason(), AGAIN);
    } catch (NoSuchFileException absent) {
      throw refused(file, "there is no such file", AGAIN);
    } catch (IOException unreadable) {
      throw refused(file, "it cannot be read", "see that it is a file that you may read");
    }
  }

  private static Refusal refused(Path file, String reason, String fix) {
    return Refusal.of(file + ": " + reason + " (nothing was changed)", fix);
  }
}
