package io.walterfleet.cli;

import io.walterfleet.app.ApprovedPlan;
import io.walterfleet.app.Assignment;
import io.walterfleet.app.Backgrounds;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.DueProofs;
import io.walterfleet.app.EventFile;
import io.walterfleet.app.FailedMachines;
import io.walterfleet.app.FleetOperations;
import io.walterfleet.app.MaskedWord;
import io.walterfleet.app.OutFile;
import io.walterfleet.app.Planned;
import io.walterfleet.app.Releases;
import io.walterfleet.app.RunReport;
import io.walterfleet.app.SavedPlan;
import io.walterfleet.app.SavedPlan.Use;
import io.walterfleet.app.UsageException;
import io.walterfleet.app.ValidInventory;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.format.Background;
import io.walterfleet.format.Expected;
import io.walterfleet.format.PlanJson.Saved;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Part;
import io.walterfleet.plan.Plan;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.MachineResultsText;
import io.walterfleet.report.PlanText;
import io.walterfleet.report.ResultText;
import io.walterfleet.rollout.ApplyRequest.Stint;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.step.StepRequest.Payload;
import io.walterfleet.step.Uploads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries out a plan: a saved one, or one that is made now and shown first. */
@Command(name = "apply")
final class ApplyCommand extends FleetCommand {
  @Mixin private final MachineOptions machines = new MachineOptions();
  @Mixin private final ShardOption shardOption = new ShardOption();
  @Mixin private final ForksOption forksOption = new ForksOption();
  @Mixin private final PermissionOptions permissions = new PermissionOptions();
  @Mixin private final UploadOptions uploadOptions = new UploadOptions();
  @Mixin private final WaitOption waitOption = new WaitOption();
  @Mixin private final PartOptions part = new PartOptions();
  @Mixin private final WindowChoice window = new WindowChoice();
  @Mixin private final ListenOption listenOption = new ListenOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "PLAN.json",
      description = "a plan that 'walter-fleet plan --out' wrote; without it, a plan is made now")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask")
  private boolean yes;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "write what happens to this file, one JSON object a line")
  private Optional<Path> events = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "write a page of the run to this file, anew while it goes on")
  private Optional<Path> report = Optional.empty();

  private String approvers = "";
  private Optional<Expected> expected = Optional.empty();

  private final Views<Ended> views = answering(Ended.views(output(), this::text));

  ApplyCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, ReleaseException, InterruptedException {
    Confirmation confirmation = new Confirmation(runtime().console(), yes);
    confirmation.mustBePossible(unasked());
    Uploads uploads = uploadOptions.limits();
    window.mustBeSaid();
    mustFit();
    Fleet chosen = permissions.in(shardOption.of(machines.fleet(runtime())));
    Fleet fleet =
        file.isPresent() ? ValidInventory.read(machines.sources(runtime()), runtime()) : chosen;
    if (file.isEmpty()) {
      ApprovedPlan.mustBeSaved(fleet, machines.typedPart());
    }
    OutFile.mustDiffer(events, report);
    Optional<OutFile> page = OutFile.at(report, OutFile.Kind.PAGE);
    try (EventFile sink = EventFile.at(events);
        RunListener listener = new RunListener(listenOption, runtime());
        FleetOperations fleetOperations =
            new FleetOperations(runtime(), fleet, forksOption.forks())) {
      Optional<Part> saved =
          file.isPresent()
              ? Optional.of(saved(file.get(), fleetOperations, chosen))
              : Optional.empty();
      waitOption.turn(runtime()).await(saved.isPresent() ? of(saved.get(), fleet) : fleet);
      Part part = plan(fleetOperations, fleet, saved);
      Plan plan = part.plan();
      if (!plan.acting().isEmpty() && !confirmation.isGiven("Apply this plan?")) {
        runtime().console().err().println("Not applied; nothing was changed.");
        return ExitCode.INTERRUPTED;
      }
      return apply(fleetOperations, part, uploads, new Told(sink, page, listener));
    }
  }

  private void mustFit() throws UsageException {
    part.mustFit(file.isPresent());
    if (file.isPresent() && (shardOption.isGiven() || permissions.isGiven())) {
      throw UsageException.of(
          "a saved plan is carried out as it is: --shard, --force and --retarget say otherwise",
          "leave them out, or plan again with them; a part of it: --limit or --slice");
    }
    if (part.isSliced() && (file.isEmpty() || machines.isLimited())) {
      throw UsageException.of(
          "--slice is for a whole saved plan",
          file.isEmpty()
              ? "save a plan first: "
                  + Advice.of("plan --out plan.json" + machines.typedPart()).line()
              : "leave out --limit, or --slice");
    }
  }

  private static Fleet of(Part part, Fleet fleet) {
    return fleet.with(
        fleet.machines().stream().filter(one -> part.machines().contains(one.name())).toList());
  }

  /** The plan that is carried out; it is shown, unless it was saved and nobody is asked. */
  private Part plan(FleetOperations fleetOperations, Fleet fleet, Optional<Part> saved)
      throws UsageException, ReleaseException, InterruptedException {
    Backgrounds backgrounds =
        new Backgrounds(runtime(), machines.chosen(shardOption, runtime()), forksOption.forks());
    if (saved.isEmpty()) {
      Planned planned =
          waitOption
              .turn(runtime())
              .free(() -> fleetOperations.survey().plan(!output().isQuiet()), Planned::seen);
      showPlan(planned.plan(), expecting(backgrounds.of(planned, fleet)));
      return part.of(planned.plan(), fleet);
    }
    Plan plan = saved.get().plan();
    waitOption
        .turn(runtime())
        .free(
            () -> fleetOperations.survey().observe(plan, !output().isQuiet()),
            UnaryOperator.identity());
    Background background = expecting(backgrounds.of(plan, fleet));
    if (!yes) {
      showPlan(plan, background);
    }
    return saved.get();
  }

  private Background expecting(Background background) {
    expected = background.outlook().expected();
    return background;
  }

  private Part saved(Path from, FleetOperations fleetOperations, Fleet chosen)
      throws UsageException, ReleaseException, InterruptedException {
    Fleet fleet = fleetOperations.fleet();
    Saved saved = SavedPlan.read(from, Use.APPLY, fleet, machines.sources(runtime()), runtime());
    approvers = ApprovedPlan.mustBeEnough(from, saved, fleet, runtime());
    Plan plan = saved.plan();
    SavedPlan.mustBePublished(from, plan, fleet, runtime());
    FailedMachines failed = new FailedMachines(fleetOperations, runtime());
    return part.of(
        plan, part.isOnlyFailed() ? failed.in(chosen, plan, !output().isQuiet()) : chosen);
  }

  /** Who is told of the run, beside the terminal. */
  private record Told(EventFile sink, Optional<OutFile> page, RunListener listener) {}

  private ExitCode apply(FleetOperations fleetOperations, Part part, Uploads uploads, Told told)
      throws UsageException, ReleaseException, InterruptedException {
    Plan plan = part.plan();
    Payload payload = uploads.limit(new Releases(runtime()).payload(plan));
    waitOption.turn(runtime()).await(fleetOperations.fleet(), plan);
    RunResult result;
    RunReport report =
        new RunReport(runtime(), plan, told.page(), LoginLines.of(fleetOperations.fleet()));
    told.listener().begins(plan, report);
    try (report;
        RunDisplay display =
            new RunDisplay(
                runtime(),
                output(),
                plan,
                told.sink(),
                window.interrupt(fleetOperations.fleet(), runtime()))) {
      expected.ifPresent(display::expect);
      result =
          fleetOperations.carryOut(
              new Assignment(plan, payload, new Stint(part, again(yes ? " --yes" : ""))),
              window.purpose("apply").and(approvers),
              display.andThen(report).andThen(told.listener()),
              display.interrupt());
    }
    show(views, new Ended(result, report, LoginLines.of(fleetOperations.fleet())));
    ExitCode proved =
        prove(
            fleetOperations,
            DueProofs.of(result, fleetOperations.fleet()),
            new EventLines(runtime(), output(), told.sink()));
    return ExitCode.of(
        List.of(result.exitCode(), told.sink().exitCode(), report.exitCode(), proved));
  }

  /** Proves the backups of these machines; standard output may be for a document, or for events. */
  private ExitCode prove(FleetOperations fleetOperations, List<Machine> due, EventLines lines)
      throws InterruptedException {
    if (due.isEmpty()) {
      return ExitCode.OK;
    }
    List<MachineResult> results = fleetOperations.prove(due, lines);
    if (output().isJson()) {
      return codeOf(results);
    }
    PrintWriter to = output().isText() ? runtime().console().out() : runtime().console().err();
    to.print(
        MachineResultsText.of(
            results, LoginLines.whereabouts(fleetOperations.fleet()), style(), output().detail()));
    to.flush();
    return codeOf(results);
  }

  private static ExitCode codeOf(List<MachineResult> results) {
    return ExitCode.of(results.stream().map(one -> one.outcome().exitCode()).toList());
  }

  /** What to type where nobody can be asked: a saved plan was reviewed, another one was not. */
  private String unasked() {
    String once = Advice.of(again(" --yes") + part.typedEnd() + window.typed()).line();
    String review = Advice.of("plan --out plan.json" + chosen()).line();
    return file.isPresent()
        ? "to carry it out without being asked: " + once
        : "to save a plan for review: " + review + "; to carry it out at once: " + once;
  }

  private String chosen() {
    return permissions.typed() + machines.typedPart() + shardOption.typed();
  }

  /** The same command, without the wave to go through. */
  private String again(String answer) {
    String plan = file.map(one -> " " + MaskedWord.ofFile(one.toString())).orElse("");
    return "apply" + plan + answer + chosen() + part.typedPart();
  }

  private boolean isShown() {
    return file.isEmpty() || !yes;
  }

  /** Where no machine began, the plan has told it all. */
  private String text(Ended one) {
    return one.result().plan().acting().isEmpty() && isShown() && !output().isQuiet()
        ? ""
        : ResultText.of(one.result(), style(), output().detail(), one.logins());
  }

  private void showPlan(Plan plan, Background background) {
    if (!output().isJson() && !output().isQuiet()) {
      PrintWriter to = output().isText() ? runtime().console().out() : runtime().console().err();
      String gap = plan.acting().isEmpty() && output().isText() ? "" : "\n";
      to.print(PlanText.of(plan, Conditions.NONE, background, style(), output().detail()) + gap);
      to.flush();
    }
  }
}
