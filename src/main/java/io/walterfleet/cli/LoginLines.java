package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.format.Logins;
import io.walterfleet.remote.SshLine;
import io.walterfleet.report.MachineResultsText.Whereabouts;
import java.util.stream.Collectors;

/** How a person logs in to the machines of a fleet. */
final class LoginLines {
  private LoginLines() {}

  static Logins of(Fleet fleet) {
    return new Logins(
        fleet.machines().stream()
            .collect(Collectors.toMap(Machine::name, SshLine::to, (one, same) -> one)));
  }

  static Whereabouts whereabouts(Fleet fleet) {
    return new Whereabouts(fleet, of(fleet));
  }
}
