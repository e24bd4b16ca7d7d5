package io.walterfleet.report;

import io.walterfleet.rollout.Event;
import java.util.function.Consumer;

/** Shows a run while it goes on. */
public interface RunView extends Consumer<Event>, AutoCloseable {
  /** Says something to the reader that is no event. */
  void say(String line);

  /** Leaves the reader with a clean end; nothing is shown any more. */
  @Override
  void close();
}
