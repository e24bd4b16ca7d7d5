package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.health.Passage;
import io.walterfleet.health.Published;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.Task;

/** What all machines of a run share. */
record Undertaking(Order order, Crew crew, Diary diary, Interrupt interrupt) {
  /** The id of the run. */
  String run() {
    return order.visit().run();
  }

  /** A task of this run; the token is empty for a step that prepares. */
  Task task(String token, Task.Subject subject, Task.Attempt attempt) {
    return new Task(run(), token, subject, attempt, order.payload());
  }

  /** Waits at the gate of the fleet, and keeps the machine's lock meanwhile. */
  Passage pass(Connection connection, Machine machine, Published published, String token)
      throws RemoteException, InterruptedException {
    Lease lease = new Lease(crew, order.visit().lease(), machine, token);
    return crew.gatekeeper().await(connection, published, order.fleet().rollout().gate(), lease);
  }
}
