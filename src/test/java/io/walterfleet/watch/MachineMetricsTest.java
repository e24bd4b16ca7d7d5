package io.walterfleet.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.MachineState;
import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Proof;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class MachineMetricsTest {
  @Test
  void whenABackupWasProvedIsToldOfTheMachinesWhereOneWas() {
    PrometheusRegistry registry = new PrometheusRegistry();
    MachineMetrics metrics = new MachineMetrics(registry);

    metrics.surveyed(
        drift(
            Map.of(
                "a", proved(Duration.ofDays(2)),
                "b", Sighting.of("1.8.3").seen(),
                "c", new Observation.Unknown("it does not answer", ""))));
    assertThat(points(registry))
        .singleElement()
        .extracting(one -> one.getValue())
        .isEqualTo(172800d);
    assertThat(points(registry).get(0).getLabels().get("machine")).isEqualTo("a");

    metrics.surveyed(drift(Map.of("a", Sighting.of("1.8.3").seen())));
    assertThat(points(registry)).isEmpty();
  }

  private static List<GaugeDataPointSnapshot> points(PrometheusRegistry registry) {
    return registry.scrape("walter_fleet_machine_backup_proved_age_seconds"::equals).stream()
        .flatMap(snapshot -> ((GaugeSnapshot) snapshot).getDataPoints().stream())
        .toList();
  }

  private static FleetDrift drift(Map<String, Observation> seen) {
    return FleetDrift.of(
        Samples.HEADER,
        Samples.fleet(
            Rollout.DEFAULT,
            List.of(Samples.machine("a"), Samples.machine("b"), Samples.machine("c"))),
        Samples.MANIFEST,
        seen);
  }

  private static Observation proved(Duration age) {
    Backup backup =
        new Backup(
            "20261123T124056Z",
            "walter:1",
            "volumes",
            438,
            true,
            Optional.of(age),
            Optional.of("r0"),
            Optional.of(new Proof(Optional.of(age), Optional.empty())));
    return Sighting.of("1.8.3")
        .with(
            new MachineState(Optional.empty(), Optional.empty(), Optional.empty(), List.of(backup)))
        .seen();
  }
}
