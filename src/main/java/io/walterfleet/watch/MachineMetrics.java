package io.walterfleet.watch;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Verdict;
import java.util.Optional;

/**
 * Each machine in numbers for Prometheus.
 *
 * <p>Labels are bounded: names and groups are the inventory's, verdict and health have five words
 * each and {@code none}, and of a release there is one a machine. Of a fleet with more than {@link
 * #MOST} machines only those are named that are not in sync or not healthy.
 */
final class MachineMetrics {
  static final int MOST = 5_000;

  private final Gauge state;
  private final Gauge healthy;
  private final Gauge health;
  private final Gauge proved;

  MachineMetrics(PrometheusRegistry registry) {
    state =
        Gauge.builder()
            .name("walter_fleet_machine_state")
            .help("1 for each machine of the last survey: what runs there and how it is.")
            .labelNames("machine", "group", "release", "verdict", "health")
            .register(registry);
    healthy =
        Gauge.builder()
            .name("walter_fleet_machine_healthy")
            .help("1 when Walter served its users at the last survey, 0 when not; else not there.")
            .labelNames("machine", "group")
            .register(registry);
    proved =
        Gauge.builder()
            .name("walter_fleet_machine_backup_proved_age_seconds")
            .help("Since a backup was last proved, at the last survey; else not there.")
            .labelNames("machine", "group")
            .register(registry);
    health =
        Gauge.builder()
            .name("walter_fleet_machines_health")
            .help("Machines of the last survey by how Walter was; without one it is none.")
            .labelNames("health")
            .register(registry);
    for (State each : State.values()) {
      health.initLabelValues(each.word());
    }
    health.initLabelValues("none");
  }

  /** Forgets the last survey, and tells this one. */
  void surveyed(FleetDrift drift) {
    state.clear();
    healthy.clear();
    proved.clear();
    boolean all = drift.machines().size() <= MOST;
    for (Drift machine : drift.machines()) {
      Optional<Condition> condition = drift.health().of(machine.name());
      if (all || isOdd(machine, condition)) {
        machine(machine, condition);
      }
    }
    int asked = drift.health().byMachine().size();
    for (State each : State.values()) {
      health.labelValues(each.word()).set(drift.health().counts().getOrDefault(each, 0));
    }
    health.labelValues("none").set(drift.machines().size() - asked);
  }

  private static boolean isOdd(Drift machine, Optional<Condition> condition) {
    return machine.verdict() != Verdict.IN_SYNC
        || condition.filter(one -> one.state() == State.READY).isEmpty();
  }

  private void machine(Drift machine, Optional<Condition> condition) {
    String group = machine.back().group();
    String release = machine.release().map(Release::toString).orElse("none");
    String word = condition.map(one -> one.state().word()).orElse("none");
    state.labelValues(machine.name(), group, release, machine.verdict().word(), word).set(1);
    if (machine.seen() instanceof Seen seen) {
      seen.machineState()
          .provedAge()
          .ifPresent(age -> proved.labelValues(machine.name(), group).set(age.toMillis() / 1000.0));
    }
    condition
        .map(Condition::state)
        .filter(one -> one == State.READY || one.isUnhealthy())
        .ifPresent(one -> healthy.labelValues(machine.name(), group).set(isReady(one)));
  }

  private static int isReady(State one) {
    return one == State.READY ? 1 : 0;
  }
}
