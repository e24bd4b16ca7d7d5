package io.walterfleet.cli;

import io.walterfleet.app.AdviceRenderer;
import io.walterfleet.app.ChangedBy;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.EventFile;
import io.walterfleet.app.ExitCodes;
import io.walterfleet.app.FleetOperations;
import io.walterfleet.app.MaskedWord;
import io.walterfleet.app.NewestRuns;
import io.walterfleet.app.OutFile;
import io.walterfleet.app.RunReport;
import io.walterfleet.app.Undone;
import io.walterfleet.app.UsageException;
import io.walterfleet.app.WaysBack;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.RestoredData;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.MachineResultsText;
import io.walterfleet.report.RollbackText;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.RollbackRun;
import io.walterfleet.rollout.RunResult.Ending;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts machines back to a backup that they hold, after it was shown what that means. */
@Command(name = "rollback")
final class RollbackCommand extends FleetCommand {
  @Mixin private final MachineOptions machines = new MachineOptions();
  @Mixin private final ForksOption forksOption = new ForksOption();

  @Option(
      names = "--to",
      paramLabel = "TIMESTAMP",
      description =
          "this backup, as 'walter-fleet backups' lists it (default: the newest that is whole)")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--run",
      paramLabel = "RUN|last",
      description = "undo what this run changed: each machine goes to what it had before")
  private Optional<String> run = Optional.empty();

  @Option(names = "--all", description = "all machines of the inventory")
  private boolean all;

  @Option(
      names = "--data",
      paramLabel = "WHICH",
      completionCandidates = DataWords.class,
      description = {
        "auto: both volumes go back if the schema was migrated since (default);",
        "volumes: they go back; none: they stay"
      })
  private String data = "auto";

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "write a page of the run to this file, anew while it goes on")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "write what happens to this file, one JSON object a line")
  private Optional<Path> events = Optional.empty();

  @Mixin private final WaitOption waitOption = new WaitOption();

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask")
  private boolean yes;

  RollbackCommand(CommandRuntime runtime) {
    super(runtime, PEOPLE);
  }

  @Override
  ExitCode run() throws UsageException, ReleaseException, InterruptedException {
    WaysBack back = new WaysBack(to, Optional.empty(), which());
    mustSayWhat();
    Confirmation confirmation = new Confirmation(runtime().console(), yes);
    confirmation.mustBePossible(
        Advice.of("rollback" + typedWay() + " --yes" + machines.typedPart()).line());
    Fleet fleet = machines.fleet(runtime());
    if (run.isPresent()) {
      ChangedBy changed = ChangedBy.of(run.get(), fleet, runtime());
      fleet = changed.in(fleet);
      back = new WaysBack(to, Optional.of(changed.run()), which());
    }
    return rollBack(fleet, back, confirmation);
  }

  private ExitCode rollBack(Fleet fleet, WaysBack back, Confirmation confirmation)
      throws UsageException, ReleaseException, InterruptedException {
    OutFile.mustDiffer(events, report);
    Optional<OutFile> page = OutFile.at(report, OutFile.Kind.PAGE);
    try (EventFile sink = EventFile.at(events);
        FleetOperations fleetOperations =
            new FleetOperations(runtime(), fleet, forksOption.forks())) {
      Map<String, Observation> seen =
          waitOption
              .turn(runtime())
              .free(
                  () -> fleetOperations.survey().observe(!output().isQuiet()),
                  UnaryOperator.identity());
      fleet.machines().forEach(one -> back.add(one, Optional.ofNullable(seen.get(one.name()))));
      if (back.ways().isEmpty()) {
        return ended(fleet, back, new Undone(List.of(), Ending.COMPLETE));
      }
      Plan order = fleetOperations.advice().of(back.plan(fleetOperations.survey().header(), fleet));
      show(
          RollbackText.of(
              back.shown(),
              order,
              new RollbackText.Beside(
                  back.time(NewestRuns.of(fleet, runtime(), any -> true)),
                  fleet.operations().hooks().listed()),
              style(),
              output().detail()));
      if (!confirmation.isGiven("Roll back?")) {
        runtime().console().err().println("Not rolled back; nothing was changed.");
        return ExitCode.INTERRUPTED;
      }
      waitOption.turn(runtime()).await(fleet, order);
      RunReport told = new RunReport(runtime(), order, page, LoginLines.of(fleet));
      Undone undone = undone(fleetOperations, back, order, told, sink);
      return ExitCode.of(List.of(ended(fleet, back, undone), told.exitCode(), sink.exitCode()));
    }
  }

  private Undone undone(
      FleetOperations fleetOperations, WaysBack back, Plan order, RunReport told, EventFile sink)
      throws InterruptedException {
    try (told;
        RunDisplay display = new RunDisplay(runtime(), output(), order, sink)) {
      RollbackRun.Party party = new RollbackRun.Party(display.andThen(told), display.interrupt());
      return fleetOperations.rollback(back, order, party);
    }
  }

  private ExitCode ended(Fleet fleet, WaysBack back, Undone undone) {
    List<MachineResult> results = undone.results();
    List<MachineResult> all =
        Stream.concat(results.stream(), new AdviceRenderer(runtime()).of(back.left()).stream())
            .toList();
    if (!output().isQuiet()) {
      show(RollbackText.wanted(back.shown(), results));
    }
    show(MachineResultsText.of(all, LoginLines.whereabouts(fleet), style(), output().detail()));
    return ExitCodes.exitCode(undone, back.left());
  }

  /** Whoever names nothing would put back all that the inventory has. */
  private void mustSayWhat() throws UsageException {
    if (run.isPresent() && to.isPresent()) {
      throw UsageException.of("--run and --to say different things", "leave one of them out");
    }
    if (run.isEmpty() && to.isEmpty() && !all && !machines.isLimited()) {
      throw UsageException.of(
          "a rollback has to be told what to put back; no machine was contacted",
          "to undo the last run: "
              + Advice.of("rollback --run last").line()
              + "; to go back to the newest backups name the machines with --limit, or say --all");
    }
  }

  /** The options that say where it goes, to be typed again. */
  private String typedWay() {
    String stamp = to.map(one -> " --to " + MaskedWord.of(one)).orElse("");
    String undone = run.map(one -> " --run " + MaskedWord.of(one)).orElse("");
    return undone + stamp + (all ? " --all" : "") + (data.equals("auto") ? "" : " --data " + data);
  }

  private RestoredData which() throws UsageException {
    for (RestoredData one : RestoredData.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(data)) {
        return one;
      }
    }
    throw UsageException.of("--data " + data + " is not known", "auto, volumes or none");
  }

  /** The values of {@code --data}. */
  static final class DataWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(RestoredData.values())
          .map(one -> one.name().toLowerCase(Locale.ROOT))
          .iterator();
    }
  }
}
