package io.walterfleet.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.watch.Notice.Surveyed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The alerts and the dashboard that we give away ask for what a watch says, and do what they say.
 */
@Tag("scripts")
class MonitoringExamplesTest {
  private static final Pattern METRIC = Pattern.compile("walter_fleet_\\w+");

  @Test
  void everyMetricThatTheyNameExists() throws IOException {
    Set<String> said = names(everything());
    assertThat(said).hasSizeGreaterThan(15);
    for (Path example : examples()) {
      assertThat(said).as(example.toString()).containsAll(names(Files.readString(example)));
    }
  }

  @Test
  void everyMetricIsOnTheDashboard() throws IOException {
    String dashboard = Files.readString(Path.of("examples/grafana/walter-fleet.json"));
    Set<String> missing =
        everything()
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ", -1)[2])
            .filter(name -> !dashboard.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(missing).containsExactly("walter_fleet_surveys_total");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check rules walter-fleet.rules.yml",
        "check config prometheus.yml",
        "test rules walter-fleet.rules.test.yml"
      })
  void promtoolIsContent(String words) throws Exception {
    Process promtool =
        new ProcessBuilder(("promtool " + words).split(" "))
            .directory(Path.of("examples/prometheus").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(said).contains("SUCCESS");
  }

  @Test
  void everyAlertHasATestInWhichItComesAndOneInWhichItDoesNot() throws IOException {
    String rules = Files.readString(Path.of("examples/prometheus/walter-fleet.rules.yml"));
    String tests = Files.readString(Path.of("examples/prometheus/walter-fleet.rules.test.yml"));
    Set<String> alerts = found("alert: (\\w+)", rules);
    assertThat(alerts).hasSizeGreaterThan(5);
    assertThat(found("alertname: (\\w+)\\n +exp_alerts:\\n", tests)).isEqualTo(alerts);
    assertThat(found("alertname: (\\w+)\\n +exp_alerts: \\[]", tests)).isEqualTo(alerts);
  }

  /** What a watch says that has done and seen all that it can. */
  private static String everything() throws IOException {
    WatchRig rig = new WatchRig(Duration.ofMinutes(10), Duration.ZERO, true);
    rig.drifted.add("b");
    rig.runFor(Duration.ofHours(1));
    Metrics metrics = new Metrics();
    rig.notices.forEach(metrics);
    Instant now = Instant.EPOCH;
    Surveyed seen = rig.told(Surveyed.class).get(0);
    Conditions health =
        new Conditions(Map.of("a", Condition.READY, "b", Condition.notReady("503")));
    metrics.accept(new Surveyed(now, seen.drift().with(health), seen.took()));
    StepStarted swap = new StepStarted(now, "b", "swap");
    metrics.accept(
        new Notice.Correcting(StepFinished.told(swap, now, "failed", Duration.ofSeconds(1), "")));
    metrics.accept(
        new Notice.Correcting(
            new MachineFinished(now, new MachineResult("b", Outcome.FAILED, "r", "f"))));
    return metrics.httpReply("").text();
  }

  private static Set<Path> examples() throws IOException {
    Set<Path> all = new TreeSet<>();
    for (String folder : new String[] {"examples/prometheus", "examples/grafana"}) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files.forEach(all::add);
      }
    }
    return all;
  }

  private static Set<String> names(String text) {
    return METRIC
        .matcher(text)
        .results()
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
