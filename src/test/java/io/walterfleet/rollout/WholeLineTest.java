package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.BundleUse;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Manifest.Line;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Membership;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Operations;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Place;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Series;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.fleet.Target;
import io.walterfleet.health.GateResult;
import io.walterfleet.health.Health;
import io.walterfleet.health.HealthGate;
import io.walterfleet.health.Heartbeat;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Planner;
import io.walterfleet.plan.Verdict;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.testing.FakeRemote;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.ScriptOperations;
import io.walterfleet.step.StepRequest;
import io.walterfleet.testbed.StandInDocker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Survey, plan, apply and plan again, with the real scripts run as local processes. */
@Tag("scripts")
class WholeLineTest {
  private static final String OLD = "ghcr.io/matchylabs/walter:1.8.2";
  private static final String NEW = "ghcr.io/matchylabs/walter:1.8.3";

  @TempDir Path root;
  private Path bundle = Path.of("");
  private FakeRemote remote = new FakeRemote(Path.of(""));
  private final List<Event> events = new ArrayList<>();

  @BeforeEach
  void machines() throws IOException {
    remote = new FakeRemote(root.resolve("machines")).firstOnPath(StandInDocker.PROGRAMS);
    bundle = root.resolve("bundle.tar.gz");
    writeBundle();
  }

  @Test
  void aPatchUpgradeIsPlannedAppliedAndThenInSync() throws Exception {
    installed("store-1");
    Fleet fleet = fleet(machine("store-1", new Target.Patch(), BackupKind.NONE));

    Plan plan = plan(fleet);
    assertThat(plan.machines().get(0).judgement().reason()).isEmpty();
    assertThat(plan.machines().get(0).verdict()).isEqualTo(Verdict.CHANGE);
    RunResult result = apply(fleet, plan);

    assertThat(result.machines())
        .containsExactly(new MachineResult("store-1", Outcome.APPLIED, "", ""));
    assertThat(Files.readString(home("store-1").resolve("walter-onprem/.env.deploy")))
        .isEqualTo("# ours\nSECRET=canary\nWALTER_IMAGE=" + NEW + "\nPHX_HOST=a.example.com\n");
    MachinePlan again = plan(fleet).machines().get(0);
    assertThat(again.judgement().reason()).isEmpty();
    assertThat(again.changes()).isEmpty();
    assertThat(again.verdict()).isEqualTo(Verdict.IN_SYNC);
    assertNothingToDo(fleet);
  }

  @Test
  void aFirstInstallIsAppliedAndThenInSync() throws Exception {
    registry("store-2");
    Machine machine = machine("store-2", new Target.Stable(), BackupKind.NONE);
    Publication publication =
        Samples.publication(
            Optional.of(Mode.INTERNAL_TLS), Optional.of("b.example.com"), OptionalInt.of(8443));
    Desired desired = machine.desired();
    Fleet fleet =
        fleet(
            machine.with(
                new Desired(
                    desired.target(),
                    publication,
                    desired.backup(),
                    BundleUse.CURRENT,
                    desired.installDir(),
                    desired.permissions())));

    Plan plan = plan(fleet);
    RunResult result = apply(fleet, plan);

    assertThat(result.machines())
        .containsExactly(new MachineResult("store-2", Outcome.APPLIED, "", ""));
    MachinePlan again = plan(fleet).machines().get(0);
    assertThat(again.changes()).isEmpty();
    assertThat(again.verdict()).isEqualTo(Verdict.IN_SYNC);
    assertNothingToDo(fleet);
  }

  @Test
  void aReleaseThatNeverBecomesReadyIsUndone() throws Exception {
    installed("store-3");
    Fleet fleet = fleet(machine("store-3", new Target.Patch(), BackupKind.VOLUMES));
    apply(
        fleet,
        plan(fleet(machine("store-3", new Target.Exact(new Release(1, 8, 2)), BackupKind.NONE))));
    String before = Files.readString(home("store-3").resolve("walter-onprem/.env.deploy"));

    RunResult result =
        apply(
            fleet,
            plan(fleet),
            new Passages(new GateResult.NotReady("it answers 502", ""), new GateResult.Healthy()));

    assertThat(result.machines())
        .containsExactly(
            new MachineResult(
                "store-3",
                Outcome.ROLLED_BACK,
                "it did not become ready: it answers 502; it has what it had before, and is healthy",
                ""));
    assertThat(Files.readString(home("store-3").resolve("walter-onprem/.env.deploy")))
        .isEqualTo(before);
    assertThat(plan(fleet).machines().get(0).judgement().reason()).isEmpty();
    assertThat(plan(fleet).machines().get(0).verdict()).isEqualTo(Verdict.CHANGE);
    apply(fleet, plan(fleet));
    assertNothingToDo(fleet);
  }

  /** A second apply and a second plan. */
  private void assertNothingToDo(Fleet fleet) throws InterruptedException, IOException {
    assertThat(apply(fleet, plan(fleet)).machines())
        .allMatch(machine -> machine.outcome() == Outcome.IN_SYNC);
    assertThat(plan(fleet).acting()).isEmpty();
  }

  private Plan plan(Fleet fleet) throws InterruptedException, IOException {
    try (ConnectionPool connections = new ConnectionPool(remote, duration -> {})) {
      Map<String, Observation> seen =
          new Surveyor(work(), connections, 4).survey(fleet, answer -> {});
      return Planner.plan(new Plan.Header("p1", Instant.EPOCH, "test"), fleet, manifest(), seen);
    }
  }

  private RunResult apply(Fleet fleet, Plan plan) throws InterruptedException, IOException {
    return apply(fleet, plan, new Passages(new GateResult.Healthy()));
  }

  private RunResult apply(Fleet fleet, Plan plan, HealthGate healthGate)
      throws InterruptedException, IOException {
    ApplyRequest request =
        new ApplyRequest(
            plan,
            fleet,
            new StepRequest.Payload(sha256(), Files.size(bundle), out -> copy(bundle, out)),
            new LockRequest("r" + UUID.randomUUID(), "me@here", "upgrade", Duration.ofMinutes(5)),
            4);
    Ports ports =
        new Ports(
            work(),
            healthGate,
            new Ports.Time(InstantSource.system(), pause -> {}),
            HookRunner.NONE);
    try (ConnectionPool connections = new ConnectionPool(remote, duration -> {})) {
      RunResult result = new Apply(request, ports, connections, events::add, new Interrupt()).run();
      return result;
    }
  }

  private static ScriptOperations work() {
    return new ScriptOperations(
        ProductLayout.DEFAULT, 5, () -> UUID.randomUUID().toString().replace("-", ""));
  }

  private void installed(String name) throws IOException {
    registry(name);
    Path install = Files.createDirectories(home(name).resolve("walter-onprem/bin"));
    Files.writeString(install.resolve("walter-onprem"), "#!/bin/sh\n");
    Files.writeString(install.resolveSibling("compose.yml"), COMPOSE);
    Files.writeString(
        install.resolveSibling(".env.deploy"),
        "# ours\nSECRET=canary\nWALTER_IMAGE=" + OLD + "\nPHX_HOST=a.example.com\n");
  }

  private void registry(String name) throws IOException {
    StandInDocker.below(home(name)).publish(OLD, NEW, "ghcr.io/matchylabs/postgres:15");
  }

  private Path home(String name) {
    return remote.home(name);
  }

  private static final String COMPOSE =
      """
      services:
        postgres:
          image: ghcr.io/matchylabs/postgres:15
          volumes: ["postgres:/var/lib/postgresql/data"]
        walter:
          image: ${WALTER_IMAGE}
          volumes: ["state:/state"]
        setup:
          image: ${WALTER_IMAGE}
          profiles: [setup]
      volumes:
        postgres:
          name: walter_postgres
        state:
          name: walter_state
      """;

  private void writeBundle() throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(Files.newOutputStream(bundle)))) {
      entry(tar, "walter-onprem/bin/walter-onprem", "#!/bin/sh\necho new\n", 0755);
      entry(tar, "walter-onprem/compose.yml", COMPOSE, 0644);
    }
  }

  private static void entry(TarArchiveOutputStream tar, String name, String text, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(text.length());
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    tar.closeArchiveEntry();
  }

  private String sha256() throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(bundle)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  private static void copy(Path file, OutputStream out) throws IOException {
    Files.copy(file, out);
  }

  private Manifest manifest() throws IOException {
    Release release = new Release(1, 8, 3);
    return new Manifest(
        release,
        new BundleRef("2026.11.1", bundle.toString(), sha256(), Files.size(bundle)),
        List.of(new Line(new Series(1, 8), true, release)),
        List.of(
            new Published(
                release, new ImageRef(NEW), Optional.empty(), Optional.empty(), Optional.empty()),
            new Published(
                new Release(1, 8, 2),
                new ImageRef(OLD),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  private static Machine machine(String name, Target target, BackupKind backup) {
    return new Machine(
        name,
        new Membership("stores", java.util.Set.of()),
        new Ssh(
            "127.0.0.1", Login.AS_SSH, HostKeys.STRICT, Optional.empty(), Duration.ofSeconds(5)),
        new Desired(
            target,
            Publication.AS_IT_IS,
            backup,
            BundleUse.CURRENT,
            "walter-onprem",
            Permissions.NONE),
        new Place("test.yml", 1, 1));
  }

  private static Fleet fleet(Machine... machines) {
    return new Fleet(
        new Fleet.Origin("test", "manifest.json"),
        List.of(machines),
        Rollout.DEFAULT,
        ProductLayout.DEFAULT,
        Operations.DEFAULT);
  }

  /** A gate that lets pass in this order; the last answer repeats. */
  private static final class Passages implements HealthGate {
    private final Deque<GateResult> gateResults = new ArrayDeque<>();

    Passages(GateResult... passages) {
      this.gateResults.addAll(List.of(passages));
    }

    @Override
    public Health ask(
        Connection connection, io.walterfleet.health.PublishedAddress publishedAddress, Gate gate) {
      return new Health.Ready();
    }

    @Override
    public Optional<Health.Unaskable> obstacle(
        Connection connection, io.walterfleet.health.PublishedAddress publishedAddress, Gate gate) {
      return Optional.empty();
    }

    @Override
    public GateResult await(
        Connection connection,
        io.walterfleet.health.PublishedAddress publishedAddress,
        Gate gate,
        Heartbeat heartbeat) {
      return gateResults.size() > 1 ? gateResults.remove() : gateResults.getFirst();
    }
  }
}
