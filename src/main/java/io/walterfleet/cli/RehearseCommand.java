package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Releases;
import io.walterfleet.app.SavedPlan;
import io.walterfleet.app.SavedPlan.Use;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Wait;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Release;
import io.walterfleet.format.ForecastJson;
import io.walterfleet.inventory.Unpublished;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.rehearsal.Forecast;
import io.walterfleet.rehearsal.Rehearsal;
import io.walterfleet.rehearsal.Scenario;
import io.walterfleet.rehearsal.WaveCalendar;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.ForecastText;
import io.walterfleet.rollout.ExitCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how a rollout would go, on simulated machines. */
@Command(name = "rehearse")
final class RehearseCommand extends FleetCommand {
  @Mixin private final MachineOptions machines = new MachineOptions();
  @Mixin private final ForksOption forksOption = new ForksOption();

  @Option(
      names = "--plan",
      paramLabel = "PLAN.json",
      description = "rehearse this saved plan, from what it says of the machines")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "RELEASE",
      description = "what all machines run now (default: the release before each one's target)")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      split = ",",
      description = {
        "what goes wrong: [WHO:]FAULT[@STEP][:RATE%%]; may be repeated.",
        "WHO as for --limit; FAULT: STEP-fails, rollback-fails, never-ready,",
        "migration-blocked, unreachable[@STEP], locked, edited, disk-full[@STEP],",
        "ssh-drop@STEP, reboot@STEP, slow[@STEP]"
      })
  private List<String> faults = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "decides whom a rate strikes; the same gives the same (default: 1)")
  private int seed = 1;

  @Option(
      names = "--assume",
      paramLabel = "WHAT=TIME",
      split = ",",
      description = {
        "how long something takes, such as pull=90s; may be repeated.",
        "WHAT: connect, survey, a step, ready, rollback or reboot"
      })
  private List<String> assumed = List.of();

  @Option(
      names = "--detailed-exitcode",
      description = "exit as apply would; without it 0, however the rehearsal goes")
  private boolean detailed;

  RehearseCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, ReleaseException, InterruptedException {
    Fleet fleet = machines.fleet(runtime());
    Scenario scenario =
        new Scenario(
            FaultReader.read(faults, fleet),
            seed,
            AssumptionReader.read(assumed),
            forksOption.forks());
    Optional<Release> release = release();
    Rehearsal rehearsal = new Rehearsal(fleet, scenario);
    Forecast held =
        file.isPresent()
            ? rehearsal.hold(plan(file.get(), fleet))
            : rehearsal.hold(manifest(fleet), release);
    Forecast forecast = dated(held, fleet);
    show(
        output().isJson()
            ? ForecastJson.of(forecast)
            : ForecastText.of(forecast, style(), output().detail()));
    return detailed ? forecast.result().exitCode() : ExitCode.OK;
  }

  private Forecast dated(Forecast held, Fleet fleet) {
    Maintenance maintenance = fleet.operations().maintenance();
    Instant now = runtime().environment().clock().instant();
    List<Wait> waits =
        maintenance.waits(held.result().plan().acting().stream().map(MachinePlan::group), now);
    Forecast waiting = held.with(waits, List.of());
    return held.with(waits, WaveCalendar.of(waiting, maintenance, now));
  }

  private Manifest manifest(Fleet fleet)
      throws UsageException, ReleaseException, InterruptedException {
    Manifest manifest = new Releases(runtime()).manifest(fleet.manifest());
    UsageException.unless(Unpublished.of(fleet, manifest));
    return manifest;
  }

  private Plan plan(Path saved, Fleet fleet) throws UsageException {
    if (machines.isLimited()) {
      throw UsageException.of(
          "a saved plan is rehearsed as it is: --limit says otherwise",
          "leave it out, or plan again with it");
    }
    return SavedPlan.read(saved, Use.REHEARSE, fleet, machines.sources(runtime()), runtime())
        .plan();
  }

  private Optional<Release> release() throws UsageException {
    if (from.isEmpty()) {
      return Optional.empty();
    }
    if (file.isPresent()) {
      throw UsageException.of("--plan says already what the machines run", "leave out --from");
    }
    Optional<Release> release = Release.of(from.get());
    if (release.isEmpty()) {
      throw UsageException.of("--from " + from.get() + " is no release", "write one such as 1.8.2");
    }
    return release;
  }
}
