package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Pause;
import io.walterfleet.health.Gatekeeper;
import io.walterfleet.local.Programs;
import io.walterfleet.remote.Remote;
import io.walterfleet.step.Work;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the commands work with.
 *
 * @param pause lets time pass
 * @param identity who this controller is
 * @param show shows the program on a fleet of its own
 */
public record Parts(Hands hands, Pause pause, Identity identity, Show show) {
  /** Those who reach machines; each made when first needed, because most commands need few. */
  public record Hands(
      Supplier<Remote> remote,
      Function<Fleet, Work> work,
      Supplier<Gatekeeper> gatekeeper,
      Programs programs) {}

  /**
   * Who this controller is.
   *
   * @param owner {@code user@controller}, for locks
   * @param nonces words that nobody can guess, letters and digits only, a new one at each call
   */
  public record Identity(Supplier<String> owner, Supplier<String> nonces) {}

  /** The program shown on a fleet of its own. */
  public interface Show {
    /**
     * Runs it, and ends with an exit code.
     *
     * @param keep keep the fleet up at the end, until somebody wants it to end
     * @throws IOException when the fleet could not be started; the message says why
     */
    int run(boolean keep, World world) throws IOException, InterruptedException;
  }
}
