package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.browser.Accessibility;
import io.walterfleet.browser.Chromium;
import io.walterfleet.browser.Look;
import io.walterfleet.browser.Tab;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.format.Logins;
import io.walterfleet.format.SamplePlans;
import io.walterfleet.format.SampleRuns;
import io.walterfleet.plan.Batches;
import io.walterfleet.plan.Budget;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Stack;
import io.walterfleet.plan.Verdict;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult.Ending;
import io.walterfleet.step.StepReport.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages of drift, which {@code watch} serves too, and of a rollback: of few machines and of
 * many, on a desk and on a phone, light and dark. Pictures are left in {@code target/pictures}.
 */
@Tag("browser")
class DriftAndRollbackPagesTest {
  private static Chromium chromium;
  @TempDir private static Path folder;

  @BeforeAll
  static void begin() throws IOException, InterruptedException {
    chromium = Chromium.start();
  }

  @AfterAll
  static void end() throws IOException {
    chromium.close();
  }

  @ParameterizedTest
  @MethodSource("io.walterfleet.browser.Look#half")
  void whatDriftedIsRead(Look look) throws IOException, InterruptedException {
    int machines = look.machines();
    FleetDrift drift = drift(machines);
    Tab tab = seen("drift", FleetPage.of(drift, logins(drift.overview())), look);
    assertThat(tab.text("document.getElementById('lead').textContent"))
        .contains(machines / 6 + " drifted", machines / 6 + " not healthy");
    tab.run("document.querySelector('.tile.drift').click()");
    looked(tab, "drift", look);
    assertThat(tab.text("document.getElementById('detail').innerText"))
        .contains("drifted: changed on the machine", "ssh 10.");
  }

  @ParameterizedTest
  @MethodSource("io.walterfleet.browser.Look#otherHalf")
  void whatWasPutBackIsRead(Look look) throws IOException, InterruptedException {
    int machines = look.machines();
    Plan plan = rollback(machines);
    String html = RunPage.of(plan, events(plan), SampleRuns.START.plusSeconds(9999), logins(plan));
    Tab tab = seen("rollback", html, look);
    assertThat(tab.text("document.getElementById('lead').textContent"))
        .endsWith(": " + machines / 6 + " failed.");
    tab.run("document.querySelector('.row.put-back').click()");
    looked(tab, "rollback", look);
  }

  @ParameterizedTest
  @MethodSource("io.walterfleet.browser.Look#quick")
  void aPlanAndItsRunAreRead(Look look) throws IOException, InterruptedException {
    Plan plan = SamplePages.fleet(look.machines());
    Tab tab = seen("plan", FleetPage.of(plan), look);
    tab.run("document.querySelector('.tile.change').click()");
    looked(tab, "plan", look);
    List<Event> events = SamplePages.run(plan);
    Tab run =
        seen(
            "run",
            RunPage.of(plan, events, SampleRuns.START.plusSeconds(9999), logins(plan)),
            look);
    run.run("document.querySelector('.row').click()");
    looked(run, "run", look);
  }

  private static Tab seen(String name, String html, Look look)
      throws IOException, InterruptedException {
    Path page = Files.writeString(folder.resolve(name + look.machines() + ".html"), html);
    Tab tab = chromium.open(page.toUri().toString(), look.screen());
    Path pictures = Files.createDirectories(Path.of("target/pictures"));
    tab.picture(pictures.resolve(name + "-" + look + ".png"));
    assertThat(Accessibility.complaints(tab)).isEmpty();
    assertThat(tab.run("document.documentElement.scrollWidth <= innerWidth").asBoolean()).isTrue();
    return tab;
  }

  private static void looked(Tab tab, String name, Look look)
      throws IOException, InterruptedException {
    tab.picture(Path.of("target/pictures").resolve(name + "-" + look + "-open.png"));
    assertThat(Accessibility.complaints(tab)).isEmpty();
    assertThat(tab.run("document.documentElement.scrollWidth <= innerWidth").asBoolean()).isTrue();
    assertThat(tab.errors()).isEmpty();
  }

  private static Logins logins(Plan plan) {
    return new Logins(
        plan.machines().stream()
            .collect(Collectors.toMap(MachinePlan::name, one -> "ssh " + one.subject().address())));
  }

  /** Of six machines one is each: as it should be, edited, behind, unknown, locked, not healthy. */
  private static FleetDrift drift(int number) {
    Map<String, Observation> seen = new LinkedHashMap<>();
    Map<String, Condition> health = new LinkedHashMap<>();
    for (int i = 0; i < number; i++) {
      String name = "store-%03d".formatted(i + 1);
      Observation one =
          switch (i % 6) {
            case 1 ->
                Sighting.of("1.8.3")
                    .with(
                        new Install.Files(
                            Optional.of(Samples.SHA256), List.of("compose.yml"), List.of()))
                    .with(Stack.NONE)
                    .seen();
            case 2 -> Sighting.of("1.8.2").seen();
            case 3 -> new Observation.Unknown("no answer from 10.0.0.9 in 10 s", "plug it in");
            case 4 ->
                Sighting.of("1.8.3").lock(new Lock("id", "ana@desk", "r1", "apply", 30, 5)).seen();
            default -> Sighting.of("1.8.3").seen();
          };
      seen.put(name, one);
      if (i % 6 != 3) {
        health.put(
            name, i % 6 == 5 ? Condition.notReady("/health/ready answered 503") : Condition.READY);
      }
    }
    List<Machine> machines = seen.keySet().stream().map(Samples::machine).toList();
    return FleetDrift.of(
            Samples.HEADER, Samples.fleet(Rollout.DEFAULT, machines), Samples.MANIFEST, seen)
        .with(new Conditions(health));
  }

  /** As a rollback shows what it does. */
  private static Plan rollback(int number) {
    List<MachinePlan> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String name = "store-%03d".formatted(i + 1);
      all.add(
          new MachinePlan(
              new Subject(name, "stores", "10.1.0." + i, ""),
              new Judgement(Verdict.CHANGE, "", ""),
              List.of(
                  new Change(
                      Change.Field.IMAGE,
                      "ghcr.io/matchylabs/walter:1.8.3",
                      "ghcr.io/matchylabs/walter:1.8.2",
                      Change.Cause.INTENT)),
              List.of(),
              Optional.empty()));
    }
    return new Plan(
        SamplePlans.of(List.of()).header(),
        new BundleRef("-", "", "", 0),
        all,
        Batches.of(all, Rollout.DEFAULT),
        new Budget(number));
  }

  private static List<Event> events(Plan plan) {
    Function<Long, Instant> at = SampleRuns.START::plusSeconds;
    List<Event> events = new ArrayList<>();
    events.add(
        new RunStarted(
            SampleRuns.START, SampleRuns.RUN, plan.header().id(), plan.machines().size(), 1));
    long now = 0;
    for (MachinePlan machine : plan.machines()) {
      boolean fails = plan.machines().indexOf(machine) % 6 == 2;
      events.add(new StepStarted(at.apply(now), machine.name(), "rollback"));
      Result result = fails ? Result.FAILED : Result.CHANGED;
      Duration took = Duration.ofSeconds(3);
      events.add(
          new StepFinished(
              at.apply(now + 3), machine.name(), "rollback", result, took, fails ? "disk" : ""));
      events.add(
          new MachineFinished(
              at.apply(now + 3),
              fails
                  ? new MachineResult(
                      machine.name(),
                      Outcome.FAILED,
                      "rollback failed: could not put the volumes back: \"no space left on device\"",
                      "mend that, then run the same rollback again")
                  : new MachineResult(
                      machine.name(),
                      Outcome.ROLLED_BACK,
                      "it has what it had before, and is healthy",
                      "")));
      now += 2;
    }
    events.add(new RunFinished(at.apply(now + 3), SampleRuns.RUN, Map.of(), Ending.COMPLETE, 3));
    return events;
  }
}
