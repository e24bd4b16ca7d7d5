package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.RestoredData;
import io.walterfleet.plan.Traces;
import io.walterfleet.plan.Traces.Backup;
import io.walterfleet.plan.Traces.HalfRollback;
import io.walterfleet.report.MachineResultsText;
import io.walterfleet.report.PlainView;
import io.walterfleet.report.RollbackText;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RollbackRun;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts machines back to a backup that they hold, after it was shown what that means. */
@Command(name = "rollback")
final class RollbackCommand extends FleetCommand {
  @Mixin private final Choice choice = new Choice();
  @Mixin private final Reach reach = new Reach();

  @Option(
      names = "--to",
      paramLabel = "TIMESTAMP",
      description =
          "this backup, as 'walter-fleet backups' lists it (default: the newest that is whole)")
  private Optional<String> to = Optional.empty();

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
      names = {"-y", "--yes"},
      description = "do not ask")
  private boolean yes;

  private final List<MachineResult> left = new ArrayList<>();
  private final List<RollbackRun.Way> ways = new ArrayList<>();
  private final List<RollbackText.Way> shown = new ArrayList<>();

  RollbackCommand(World world) {
    super(world);
  }

  @Override
  Set<Look.Format> formats() {
    return PEOPLE;
  }

  @Override
  ExitCode run() throws Refusal, InterruptedException {
    RestoredData which = which();
    Confirmation confirmation = new Confirmation(world().console(), yes);
    confirmation.mustBePossible(
        "walter-fleet rollback" + typedWay() + " --yes" + choice.typedPart());
    Fleet fleet = choice.fleet(world());
    try (Session session = new Session(world(), fleet, reach.forks())) {
      Map<String, Observation> seen = session.observe(!look().isQuiet());
      for (Machine machine : fleet.machines()) {
        choose(machine, Optional.ofNullable(seen.get(machine.name())), which);
      }
      if (!ways.isEmpty()) {
        show(RollbackText.of(shown, style()));
        if (!confirmation.isGiven("Roll back?")) {
          world().console().err().println("Not rolled back; nothing was changed.");
          return ExitCode.INTERRUPTED;
        }
      }
      PlainView view = new PlainView(world().console().out(), look().detail());
      List<MachineResult> results = session.rollback(ways, left, view);
      show(MachineResultsText.of(results, style(), look().detail()));
      return exitCode(results);
    }
  }

  /** The options that say where it goes, to be typed again. */
  private String typedWay() {
    String stamp = to.map(one -> " --to " + TypedLine.shown(one)).orElse("");
    return stamp + (data.equals("auto") ? "" : " --data " + data);
  }

  private void choose(Machine machine, Optional<Observation> observation, RestoredData which) {
    if (observation.isEmpty() || !(observation.get() instanceof Seen seen)) {
      leave(machine, Outcome.UNREACHABLE, observation);
      return;
    }
    Traces traces = seen.traces();
    Optional<String> stamp =
        to.or(() -> traces.halfRollback().map(HalfRollback::stamp))
            .or(
                () ->
                    // they are in the order in which they were made, whatever the clock said
                    traces.backups().stream()
                        .filter(Backup::isWhole)
                        .map(Backup::timestamp)
                        .reduce((one, next) -> next));
    Optional<Backup> backup =
        traces.backups().stream()
            .filter(one -> stamp.equals(Optional.of(one.timestamp())))
            .findFirst();
    String list = "walter-fleet backups --limit " + machine.name() + " lists what there is";
    if (backup.isEmpty()) {
      refuse(machine, to.map(one -> "it has no backup " + one).orElse(none(traces)), list);
      return;
    }
    if (!backup.get().isWhole()) {
      String left = " is not whole: a run that failed left it";
      refuse(machine, "the backup " + backup.get().timestamp() + left, list);
      return;
    }
    if (which == RestoredData.VOLUMES && !backup.get().data().equals("volumes")) {
      refuse(
          machine,
          "the backup " + backup.get().timestamp() + " has no volumes",
          list + "; --data none leaves the data as it is");
      return;
    }
    String image =
        seen.install() instanceof Install.Present install
            ? install.keys().image().orElse("-")
            : "-";
    ways.add(new RollbackRun.Way(machine, backup.get().timestamp(), which));
    shown.add(new RollbackText.Way(machine.name(), image, backup.get(), which));
  }

  private static String none(Traces traces) {
    return traces.backups().isEmpty() ? "it has no backup" : "it has no backup that is whole";
  }

  private void refuse(Machine machine, String reason, String fix) {
    String whole = reason + " (nothing was changed)";
    left.add(new MachineResult(machine.name(), Outcome.FAILED, whole, fix));
  }

  private void leave(Machine machine, Outcome outcome, Optional<Observation> observation) {
    Unknown unknown =
        observation.isPresent() && observation.get() instanceof Unknown why
            ? why
            : new Unknown("it was not observed", "");
    left.add(new MachineResult(machine.name(), outcome, unknown.reason(), unknown.fix()));
  }

  private RestoredData which() throws Refusal {
    for (RestoredData one : RestoredData.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(data)) {
        return one;
      }
    }
    throw Refusal.of("--data " + data + " is not known", "auto, volumes or none");
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

  /** What the program returns: whoever asked for a rollback and got it has no failure. */
  static ExitCode exitCode(List<MachineResult> results) {
    return ExitCode.of(results.stream().map(RollbackCommand::code).toList());
  }

  /** Only an interrupt skips a machine that somebody asked to roll back. */
  private static ExitCode code(MachineResult result) {
    return switch (result.outcome()) {
      case ROLLED_BACK -> ExitCode.OK;
      case SKIPPED -> ExitCode.INTERRUPTED;
      case IN_SYNC, APPLIED, FAILED, MIGRATION_BLOCKED, STALE, LOCKED, UNREACHABLE ->
          result.outcome().exitCode();
    };
  }
}
