package io.walterfleet.health;

import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Pause;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import java.time.InstantSource;

/** Waits at a gate: asks, lets time pass, and asks again until {@link Watch} knows the end. */
public final class Vigil {
  private final InstantSource clock;
  private final Pause pause;

  /** A vigil in this time. */
  public Vigil(InstantSource clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /** One question about a machine's health. */
  @FunctionalInterface
  public interface Question {
    /** The answer, within a few seconds. */
    Health ask() throws RemoteException, InterruptedException;
  }

  /**
   * Asks until the end.
   *
   * @param pulse beats between any two questions
   */
  public Passage keep(Gate gate, Question question, Pulse pulse, Connection connection)
      throws RemoteException, InterruptedException {
    Watch watch = Watch.begin(gate, clock.instant());
    while (true) {
      watch = watch.heard(question.ask(), clock.instant());
      if (watch.passage().isPresent()) {
        return watch.passage().get();
      }
      pulse.beat(connection);
      pause.of(gate.interval());
    }
  }
}
