package io.walterfleet.cli;

import io.walterfleet.app.AdviceRenderer;
import io.walterfleet.app.Assignment;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Console;
import io.walterfleet.app.EventFile;
import io.walterfleet.app.ExitCodes;
import io.walterfleet.app.FleetOperations;
import io.walterfleet.app.Purpose;
import io.walterfleet.app.Releases;
import io.walterfleet.app.RunReport;
import io.walterfleet.app.Turn;
import io.walterfleet.app.UsageException;
import io.walterfleet.cli.OutputOptions.Format;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.format.DriftJson;
import io.walterfleet.format.Logins;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.DriftMarkdown;
import io.walterfleet.report.DriftText;
import io.walterfleet.report.FleetPage;
import io.walterfleet.report.ReplacedText;
import io.walterfleet.report.ResultText;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.step.StepRequest.Payload;
import io.walterfleet.step.Uploads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what somebody changed on the machines, and puts it back if it is asked to. */
@Command(name = "drift")
final class DriftCommand extends FleetCommand {
  @Mixin private final MachineOptions machines = new MachineOptions();
  @Mixin private final ShardOption shardOption = new ShardOption();
  @Mixin private final ForksOption forksOption = new ForksOption();
  @Mixin private final UploadOptions uploadOptions = new UploadOptions();
  @Mixin private final WaitOption waitOption = new WaitOption();
  @Mixin private final Only only = new Only();

  @Option(
      names = "--correct",
      description = "put back what was changed on the machines, and nothing else; asks first")
  private boolean correct;

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask before correcting")
  private boolean yes;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "write what a correction does to this file, one JSON object a line")
  private Optional<Path> events = Optional.empty();

  @Mixin private final WindowChoice window = new WindowChoice();

  private final Views<Shown> views =
      answering(
          new Views<Shown>()
              .with(
                  Format.TEXT,
                  one -> DriftText.of(one.drift(), style(), output().detail()) + next(one.drift()))
              .with(Format.JSON, one -> DriftJson.of(one.drift()))
              .with(Format.MARKDOWN, one -> DriftMarkdown.of(one.drift(), output().detail()))
              .with(Format.HTML, one -> FleetPage.of(one.drift(), one.logins())));

  /** What is shown of a drift. */
  private record Shown(FleetDrift drift, Logins logins) {}

  DriftCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, ReleaseException, InterruptedException {
    Confirmation confirmation = new Confirmation(runtime().console(), yes);
    Uploads uploads = uploadOptions.limits();
    mustBeWhole();
    window.mustBeSaid();
    if (correct) {
      confirmation.mustBePossible(
          Advice.of("drift --correct --yes" + typedPart() + window.typed()).line());
    }
    try (EventFile sink = EventFile.at(correct ? events : Optional.empty());
        FleetOperations fleetOperations = fleetOperations()) {
      FleetDrift drift = read(fleetOperations);
      fleetOperations.notifier().surveyed(drift);
      Plan correction = drift.correction();
      boolean acts = correct && !correction.acting().isEmpty();
      showDrift(drift, acts, LoginLines.of(fleetOperations.fleet()));
      if (!acts) {
        return ExitCodes.exitCode(drift);
      }
      if (!confirmation.isGiven("Put back what was changed?")) {
        runtime().console().err().println("Not corrected; nothing was changed.");
        return ExitCode.INTERRUPTED;
      }
      return corrected(fleetOperations, drift, uploads, sink);
    }
  }

  private FleetDrift read(FleetOperations fleetOperations)
      throws UsageException, ReleaseException, InterruptedException {
    Turn.Reading<FleetDrift> reading =
        () -> fleetOperations.survey().drift(manifest(fleetOperations), !output().isQuiet());
    return correct
        ? waitOption.turn(runtime()).free(reading, FleetDrift::observations)
        : reading.read();
  }

  private void mustBeWhole() throws UsageException {
    only.mustBeKnown();
    if (only.isGiven() && correct) {
      throw UsageException.of(
          "--only shows a part, and --correct puts back whatever was changed",
          "leave one of them out, or choose machines with --limit");
    }
  }

  private FleetOperations fleetOperations() throws UsageException {
    Fleet fleet = shardOption.of(machines.fleet(runtime()));
    return correct
        ? new FleetOperations(runtime(), fleet, forksOption.forks())
        : FleetOperations.forOneLook(runtime(), fleet, forksOption.forks());
  }

  /** Who only looks can do without. */
  private Optional<Manifest> manifest(FleetOperations fleetOperations)
      throws ReleaseException, InterruptedException {
    Releases releases = new Releases(runtime());
    String location = fleetOperations.fleet().manifest();
    return correct ? Optional.of(releases.manifest(location)) : releases.anyManifest(location);
  }

  private ExitCode corrected(
      FleetOperations fleetOperations, FleetDrift drift, Uploads uploads, EventFile sink)
      throws UsageException, ReleaseException, InterruptedException {
    Plan plan = drift.correction();
    waitOption.turn(runtime()).await(fleetOperations.fleet(), plan);
    Payload payload = uploads.limit(new Releases(runtime()).payload(plan));
    List<Event> told = new ArrayList<>();
    RunResult result;
    RunReport report =
        new RunReport(runtime(), plan, Optional.empty(), LoginLines.of(fleetOperations.fleet()));
    try (report;
        RunDisplay display =
            new RunDisplay(
                runtime(),
                output(),
                plan,
                sink,
                window.interrupt(fleetOperations.fleet(), runtime()))) {
      Consumer<Event> listener = display.andThen(told::add).andThen(report);
      Purpose why = window.purpose("drift");
      result =
          fleetOperations.carryOut(
              Assignment.of(plan, payload), why, listener, display.interrupt());
    }
    if (!output().isText() && !output().isJson()) {
      runtime().console().err().print(ReplacedText.of(told, output().detail()));
    }
    Views.View<Ended> text =
        one ->
            ReplacedText.of(told, output().detail())
                + fleetOperations.advice().of(DriftText.left(drift, output().detail()))
                + ResultText.of(one.result(), style(), output().detail(), one.logins());
    Logins logins = LoginLines.of(fleetOperations.fleet());
    show(Ended.views(output(), text), new Ended(result, report, logins));
    ExitCode health = ExitCodes.exitCode(drift.health().without(applied(result)));
    return ExitCode.of(List.of(result.exitCode(), sink.exitCode(), health));
  }

  /** Those that went through the gate, and are healthy now. */
  private static List<String> applied(RunResult result) {
    return result.machines().stream()
        .filter(one -> one.outcome() == Outcome.APPLIED)
        .map(MachineResult::machine)
        .toList();
  }

  /** All of it where that is all there is; before a correction what people see meanwhile. */
  private void showDrift(FleetDrift drift, boolean acts, Logins logins) throws UsageException {
    if (!acts) {
      FleetDrift shown = only.of(drift, output().format());
      show(
          only.marked(
              views.of(new Shown(shown, logins), output().format()),
              shown.machines().size(),
              drift.machines().size(),
              output().format()));
    } else if (!output().isJson() && !output().isQuiet()) {
      Console console = runtime().console();
      PrintWriter to = output().isText() ? console.out() : console.err();
      to.print(DriftText.of(drift, style(), output().detail()) + "\n");
      to.flush();
    }
  }

  private String next(FleetDrift drift) {
    return output().isQuiet() || drift.correction().acting().isEmpty()
        ? ""
        : "Put back what was changed with: "
            + new AdviceRenderer(runtime()).of(Advice.of("drift --correct" + typedPart()).line())
            + "\n";
  }

  private String typedPart() {
    return machines.typedPart() + shardOption.typed();
  }
}
