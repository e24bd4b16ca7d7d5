package io.walterfleet.sandbox;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.health.Health;
import io.walterfleet.health.HttpsHealthGate;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.inventory.Inventories;
import io.walterfleet.inventory.Reading;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Planner;
import io.walterfleet.plan.StepKind;
import io.walterfleet.release.Bundle;
import io.walterfleet.release.Bundles;
import io.walterfleet.release.Downloads;
import io.walterfleet.release.Limits;
import io.walterfleet.release.Manifests;
import io.walterfleet.release.Proxies;
import io.walterfleet.release.RetryPolicy;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Remote;
import io.walterfleet.rollout.Apply;
import io.walterfleet.rollout.ApplyRequest;
import io.walterfleet.rollout.ConnectionPool;
import io.walterfleet.rollout.HookRunner;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.Ports;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.rollout.Surveyor;
import io.walterfleet.ssh.SshRemote;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.ScriptOperations;
import io.walterfleet.step.StepRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's fleet under the real scripts: what the demo shows, without its pictures. */
@Tag("scripts")
class DemoFleetTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private DemoFleet demo;

  private Fleet fleet;
  private Manifest manifest;
  private Bundle bundle;

  @BeforeEach
  void start() throws Exception {
    demo = DemoFleet.start(folder, InstantSource.system());
    Reading reading = new Inventories(folder).read(List.of(demo.inventory()));
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    fleet = ((Reading.Valid) reading).fleet();
    Downloads downloads = new Downloads(Proxies.NONE, RetryPolicy.DEFAULT, pause -> {});
    manifest = new Manifests(downloads).read(fleet.manifest());
    bundle =
        new Bundles(downloads, folder.resolve("cache"), Limits.DEFAULT).fetch(manifest.bundle());
  }

  @AfterEach
  void stop() {
    demo.close();
  }

  @Test
  void allMachinesGetWhatTheInventoryWantsAndDriftIsCorrected() throws Exception {
    String upgrade = "stage pull backup swap migrate restart gate finish";
    Plan plan = plan();
    assertThat(lines(plan))
        .containsExactly(
            "edge-1 change: release, bundle: " + upgrade,
            "store-1 change: release, bundle: " + upgrade,
            "store-2 change: release, bundle: " + upgrade,
            "store-3 change: release, bundle: " + upgrade,
            "store-4 change: release, bundle: " + upgrade,
            "store-5 change: release, mode, host, bundle: "
                + "stage pull swap migrate restart gate finish");

    assertThat(apply(plan).counts()).isEqualTo(Map.of(Outcome.APPLIED, 6));
    assertThat(lines(plan())).allMatch(line -> line.endsWith(" in-sync: : "));

    for (Scene scene : Scene.story("")) {
      if (scene instanceof Scene.Hand hand) {
        demo.machine(hand.machine()).run(hand.line());
      }
    }
    Plan correction = plan();
    assertThat(lines(correction))
        .filteredOn(line -> !line.endsWith(" in-sync: : "))
        .containsExactly(
            "store-2 drift: files: stage pull swap restart gate finish",
            "store-4 drift: running: restart gate finish");
    assertThat(apply(correction).counts())
        .isEqualTo(Map.of(Outcome.APPLIED, 2, Outcome.IN_SYNC, 4));
    assertThat(lines(plan())).allMatch(line -> line.endsWith(" in-sync: : "));
  }

  @Test
  void aMachineAnswersAsItsStackIs() throws Exception {
    EmbeddedMachine edge = demo.machine("edge-1");
    String walter = "walter-onprem/bin/walter-onprem ";

    edge.run(
        "echo WALTER_IMAGE=ghcr.io/matchylabs/walter:1.8.3 >>walter-onprem/.env.deploy; "
            + walter
            + "up -d");
    assertThat(settledHealth()).isEqualTo(new Health.MigrationBlocked());
    edge.run(walter + "run --rm -T setup");
    assertThat(settledHealth()).isEqualTo(new Health.Ready());
    edge.run(walter + "stop");
    assertThat(health()).isInstanceOf(Health.Starting.class);
  }

  /** The first answer that is not "starting", within some seconds. */
  private Health settledHealth() throws Exception {
    Health health = health();
    for (int tries = 0; tries < 100 && health instanceof Health.Starting; tries++) {
      Thread.sleep(100);
      health = health();
    }
    return health;
  }

  private Health health() throws Exception {
    PublishedAddress publishedAddress =
        new PublishedAddress(
            Optional.of(Mode.INTERNAL_TLS), Optional.of("edge-1.example.com"), 443);
    try (Connection connection = remote().open(fleet.machines().get(0))) {
      return gatekeeper().ask(connection, publishedAddress, fleet.rollout().gate());
    }
  }

  private static HttpsHealthGate gatekeeper() {
    return new HttpsHealthGate(InstantSource.system(), pause -> Thread.sleep(pause.toMillis()));
  }

  private static List<String> lines(Plan plan) {
    return plan.machines().stream().map(DemoFleetTest::line).toList();
  }

  private static String line(MachinePlan plan) {
    return "%s %s: %s: %s"
        .formatted(
            plan.name(),
            plan.verdict().word(),
            plan.changes().stream().map(change -> change.field().word()).collect(joining(", ")),
            plan.steps().stream().map(StepKind::word).collect(joining(" ")));
  }

  private Plan plan() throws Exception {
    try (ConnectionPool connections = new ConnectionPool(remote(), duration -> {})) {
      Map<String, Observation> seen =
          new Surveyor(work(), connections, 8).survey(fleet, answer -> {});
      return Planner.plan(new Plan.Header("p1", Instant.EPOCH, "demo"), fleet, manifest, seen);
    }
  }

  private RunResult apply(Plan plan) throws Exception {
    ApplyRequest request =
        new ApplyRequest(
            plan,
            fleet,
            new StepRequest.Payload(bundle.sha256(), bundle.size(), bundle::writeTo),
            new LockRequest("r" + UUID.randomUUID(), "me@here", "demo", Duration.ofMinutes(5)),
            8);
    Ports ports =
        new Ports(
            work(),
            gatekeeper(),
            new Ports.Time(InstantSource.system(), pause -> Thread.sleep(pause.toMillis())),
            HookRunner.NONE);
    try (ConnectionPool connections = new ConnectionPool(remote(), duration -> {})) {
      return new Apply(request, ports, connections, event -> {}, new Interrupt()).run();
    }
  }

  private Remote remote() {
    Path noConfig = Path.of("/dev/null");
    return new SshRemote(
        new io.walterfleet.ssh.config.LocalUser(
            "nobody", folder, Optional.empty(), Optional.of(noConfig)));
  }

  private static ScriptOperations work() {
    return new ScriptOperations(
        ProductLayout.DEFAULT, 5, () -> UUID.randomUUID().toString().replace("-", ""));
  }
}
