package io.walterfleet.watch;

import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.RunResult;
import java.util.function.Consumer;

/** The machines of one round, over connections that end with it. */
public interface WatchRound extends AutoCloseable {
  /** Reads all machines; changes nothing. */
  FleetDrift survey() throws RoundFailedException, InterruptedException;

  /** Carries out the correction. */
  RunResult correct(Plan correction, Consumer<Event> listener, Interrupt interrupt)
      throws RoundFailedException, InterruptedException;

  @Override
  void close();

  /** What a round needs is not to be had now; the message is fit to show. */
  final class RoundFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A round that failed. */
    public RoundFailedException(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
