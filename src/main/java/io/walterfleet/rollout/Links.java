package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Pause;
import io.walterfleet.remote.Remote;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of one run, one to each machine, shared by its survey and what follows; closed
 * together at the end.
 */
public final class Links implements AutoCloseable {
  private final Remote remote;
  private final Pause pause;
  private final Map<String, Link> links = new ConcurrentHashMap<>();

  /** No connection yet. */
  public Links(Remote remote, Pause pause) {
    this.remote = remote;
    this.pause = pause;
  }

  /** The connection to this machine, not yet opened if it was not used. */
  Link to(Machine machine) {
    return links.computeIfAbsent(machine.name(), name -> new Link(remote, machine, pause));
  }

  /** Ends the connection to a machine that is not needed any more. */
  public void drop(String machine) {
    Link link = links.remove(machine);
    if (link != null) {
      link.close();
    }
  }

  @Override
  public void close() {
    links.keySet().forEach(this::drop);
  }
}
