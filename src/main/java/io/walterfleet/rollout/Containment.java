package io.walterfleet.rollout;

import io.walterfleet.fleet.Incidents;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.util.function.Consumer;

/**
 * Decides, and nothing else does, what becomes of what a machine makes this program throw: a
 * failure of that machine, with the place of the details.
 */
public final class Containment {
  /** Contains nothing: for machines in memory, where what is thrown is to be seen. */
  static final Containment NONE =
      new Containment(
          incident -> {
            throw new IllegalStateException(incident);
          },
          note -> {});

  private final Incidents incidents;
  private final Consumer<String> notes;

  /**
   * A containment whose details go there.
   *
   * @param notes takes what the user should know although nothing is undone by it
   */
  public Containment(Incidents incidents, Consumer<String> notes) {
    this.incidents = incidents;
    this.notes = notes;
  }

  /** Something that is done with one machine. */
  @FunctionalInterface
  public interface Act<T> {
    /** Does it. */
    T act() throws RemoteException, InterruptedException;
  }

  /**
   * Does it.
   *
   * @throws RemoteException also, with {@link Kind#UNHANDLED}, for whatever else it throws
   */
  public <T> T of(Act<T> act) throws RemoteException, InterruptedException {
    try {
      return act.act();
    } catch (RuntimeException | Error incident) {
      throw failure(incident);
    }
  }

  /** What was thrown, as the failure of a machine. */
  RemoteException failure(Throwable incident) {
    return new RemoteException(Kind.UNHANDLED, reason(incident), fix(), incident);
  }

  /** Does it; what it throws is noted, and goes no further. */
  @SuppressWarnings("IllegalCatch") // whatever it is
  public void quietly(Runnable act) {
    try {
      act.run();
    } catch (Throwable incident) {
      notes.accept(reason(incident));
    }
  }

  /** What happened, and where the details are. */
  public String reason(Throwable incident) {
    return "this program could not handle what it met, which is a bug; the details are in "
        + incidents.place(incident);
  }

  /** What can be done about it. */
  public String fix() {
    return "report it with that file; no other machine is affected";
  }
}
