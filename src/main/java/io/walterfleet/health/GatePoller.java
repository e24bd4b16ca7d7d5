package io.walterfleet.health;

import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Pause;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import java.time.InstantSource;

/** Waits at a gate: asks, lets time pass, and asks again until {@link GateState} knows the end. */
public record GatePoller(InstantSource clock, Pause pause) {
  /** One question about a machine's health. */
  @FunctionalInterface
  public interface Question {
    /** The answer, within a few seconds. */
    Health ask() throws RemoteException, InterruptedException;
  }

  /**
   * Asks until the end.
   *
   * @param heartbeat beats between any two questions
   */
  public GateResult keep(Gate gate, Question question, Heartbeat heartbeat, Connection connection)
      throws RemoteException, InterruptedException {
    GateState gateState = GateState.begin(gate, clock.instant());
    while (true) {
      gateState = gateState.heard(question.ask(), clock.instant());
      if (gateState.gateResult().isPresent()) {
        return gateState.gateResult().get();
      }
      heartbeat.beat(connection);
      pause.of(gate.interval());
    }
  }
}
