package io.walterfleet.growth;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Release;
import io.walterfleet.fleet.Series;
import io.walterfleet.inventory.Inventories;
import io.walterfleet.inventory.Reading;
import io.walterfleet.format.PlanJson;
import io.walterfleet.plan.Docker;
import io.walterfleet.plan.Host;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Planner;
import io.walterfleet.plan.Stack;
import io.walterfleet.plan.MachineState;
import io.walterfleet.report.Detail;
import io.walterfleet.report.FleetPage;
import io.walterfleet.report.PlanMarkdown;
import io.walterfleet.report.PlanText;
import io.walterfleet.report.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How the work that touches no machine grows with the fleet; run by src/bench/growth/run. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class Growth {
  private static final String OLD = "ghcr.io/matchylabs/walter:1.8.2";
  private static final String ID = "sha256:" + "1".repeat(64);

  @Param({"1000", "3000", "10000", "30000"})
  public int machines;

  private Path inventory;
  private Fleet fleet;
  private Map<String, Observation> seen;
  private Plan plan;
  private String json;

  /** An inventory of ten groups, and machines of which each tenth differs from the others in its way. */
  @Setup(Level.Trial)
  public void makeFleet() throws IOException {
    inventory = Files.createTempFile("walter-fleet-growth", ".yml");
    Files.writeString(inventory, yaml());
    fleet = validate();
    seen = new HashMap<>();
    fleet.machines().forEach(machine -> seen.put(machine.name(), observation(seen.size())));
    plan = plan();
    json = json();
  }

  @TearDown(Level.Trial)
  public void drop() throws IOException {
    Files.delete(inventory);
  }

  @Benchmark
  public Fleet validate() {
    Reading reading = new Inventories(Path.of("/")).read(List.of(inventory));
    if (reading instanceof Reading.Valid valid) {
      return valid.fleet();
    }
    throw new IllegalStateException(reading.toString());
  }

  @Benchmark
  public Plan plan() {
    Plan.Header header = new Plan.Header("growth", Instant.EPOCH, fleet.name());
    return Planner.plan(header, fleet, manifest(), seen);
  }

  @Benchmark
  public String text() {
    return PlanText.of(plan, Style.PLAIN, Detail.NORMAL);
  }

  @Benchmark
  public String textOfEach() {
    return PlanText.of(plan, Style.ANSI, Detail.VERBOSE);
  }

  @Benchmark
  public String json() {
    return PlanJson.of(plan);
  }

  @Benchmark
  public Object readJson() throws Exception {
    return PlanJson.read(json);
  }

  @Benchmark
  public String markdown() {
    return PlanMarkdown.of(plan, Detail.NORMAL);
  }

  @Benchmark
  public String html() {
    return FleetPage.of(plan);
  }

  private String yaml() {
    StringBuilder yaml = new StringBuilder("apiVersion: walter-fleet/v1\nfleet: growth\ngroups:\n");
    for (int group = 0; group < 10; group++) {
      yaml.append("  group-%d:\n    tags: [retail]\n    machines:\n".formatted(group));
      for (int i = group; i < machines; i += 10) {
        yaml.append(
            "      store-%05d: {address: 10.%d.%d.%d, host: store-%05d.example.com, release: stable}\n"
                .formatted(i, i >> 16, i >> 8 & 255, i & 255, i));
      }
    }
    return yaml.append("rollout: {waves: [group-0], batch: [1, 10%], maxFailed: 5%}\n").toString();
  }

  private static Observation observation(int number) {
    if (number % 10 == 3) {
      return new Observation.Unknown("connection refused", "see that its SSH server runs");
    }
    if (number % 10 == 7) {
      return seen(new Install.Absent());
    }
    String image = number % 10 == 5 ? "ghcr.io/matchylabs/walter:1.7." + number % 9 : OLD;
    ManagedKeys keys =
        new ManagedKeys(
            Map.of(
                ManagedKey.IMAGE,
                image,
                ManagedKey.HOST,
                "store-%05d.example.com".formatted(number),
                ManagedKey.MODE,
                "internal-tls"));
    Stack stack =
        new Stack(
            Optional.of("walter-onprem"),
            List.of(new Stack.Service("walter", "running", image, ID)),
            Optional.of(ID));
    return seen(new Install.Present(keys, Install.Files.UNRECORDED, stack));
  }

  private static Observation seen(Install install) {
    return new Observation.Seen(
        install,
        MachineState.NONE,
        new Docker(Optional.of("28.5.1"), Docker.Compose.V2),
        new Host(50_000_000, Set.of()),
        Optional.empty());
  }

  private static Manifest manifest() {
    Release stable = new Release(1, 8, 3);
    ImageRef image = new ImageRef("ghcr.io/matchylabs/walter:1.8.3");
    return new Manifest(
        stable,
        new Manifest.BundleRef("2026.11.1", "bundle.tar.gz", "ab".repeat(32), 200_000),
        List.of(new Manifest.Line(new Series(1, 8), true, stable)),
        List.of(
            new Manifest.Published(
                stable, image, Optional.empty(), Optional.empty(), Optional.empty())));
  }
}
