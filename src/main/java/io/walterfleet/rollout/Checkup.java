package io.walterfleet.rollout;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.health.Gatekeeper;
import io.walterfleet.health.Health;
import io.walterfleet.health.Published;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.remote.RemoteException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks all machines that have an install for their health, once; changes nothing. */
public final class Checkup {
  private final Gatekeeper gatekeeper;
  private final Links links;
  private final int forks;

  /**
   * A checkup.
   *
   * @param links the connections of the survey before it
   * @param forks how many machines at a time
   */
  public Checkup(Gatekeeper gatekeeper, Links links, int forks) {
    this.gatekeeper = gatekeeper;
    this.links = links;
    this.forks = forks;
  }

  /** The health of each machine that was seen with an install; others are left out. */
  public Map<String, Health> ask(Fleet fleet, Map<String, Observation> seen)
      throws InterruptedException {
    List<Machine> installed =
        fleet.machines().stream().filter(machine -> keys(machine, seen).isPresent()).toList();
    List<Health> answers =
        Parallel.map(installed, forks, machine -> ask(machine, fleet, keys(machine, seen)));
    Map<String, Health> all = new LinkedHashMap<>();
    for (int i = 0; i < installed.size(); i++) {
      all.put(installed.get(i).name(), answers.get(i));
    }
    return all;
  }

  private Health ask(Machine machine, Fleet fleet, Optional<ManagedKeys> keys) {
    Published published = Published.of(keys.orElse(ManagedKeys.NONE));
    try {
      return links
          .to(machine)
          .once(connection -> gatekeeper.ask(connection, published, fleet.rollout().gate()));
    } catch (RemoteException away) {
      return new Health.Unaskable(away.reason(), away.fix());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Health.Unaskable("interrupted before it answered", "");
    } finally {
      links.rest(machine);
    }
  }

  private static Optional<ManagedKeys> keys(Machine machine, Map<String, Observation> seen) {
    return Optional.ofNullable(seen.get(machine.name()))
        .filter(Seen.class::isInstance)
        .map(one -> ((Seen) one).install())
        .filter(Install.Present.class::isInstance)
        .map(install -> ((Install.Present) install).keys());
  }
}
