package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Pause;
import io.walterfleet.health.HealthGate;
import io.walterfleet.local.Programs;
import io.walterfleet.remote.Remote;
import io.walterfleet.step.MachineOperations;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the commands work with.
 *
 * @param pause lets time pass
 * @param controllerId who this controller is
 * @param demoRunner shows the program on a fleet of its own
 */
public record Adapters(
    Factories factories, Pause pause, ControllerId controllerId, DemoRunner demoRunner) {
  /**
   * Those who reach machines; each made when first needed, because most commands need few.
   *
   * @param remote how machines are reached; what it has to say goes to the log
   */
  public record Factories(
      Function<Log, Remote> remote,
      Function<Fleet, MachineOperations> operations,
      Supplier<HealthGate> healthGate,
      Programs programs) {}

  /**
   * Who this controller is.
   *
   * @param owner {@code user@controller}, for locks
   * @param nonces words that nobody can guess, letters and digits only, a new one at each call
   */
  public record ControllerId(Supplier<String> owner, Supplier<String> nonces) {}
}
