package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.FleetOperations;
import io.walterfleet.app.RunIds;
import io.walterfleet.app.RunRecorder;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.format.LogsJson;
import io.walterfleet.format.MachineLog;
import io.walterfleet.format.MachineLog.Kept;
import io.walterfleet.format.PastRun;
import io.walterfleet.history.Runs;
import io.walterfleet.remote.SshLine;
import io.walterfleet.report.LogsText;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.step.Examination;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Shows what a run did on a machine: what this controller wrote down of it, and what the machine
 * kept. Changes nothing, and needs no manifest.
 */
@Command(name = "logs")
final class LogsCommand extends FleetCommand {
  /** The same as a run of ours is called on machines. */
  private static final String RUN = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private static final String TO_SEE_RUNS =
      "to see the runs of this controller: " + Advice.of("history").line();

  private static final int MOST_LINES = 10_000;

  /** So many of the newest runs are looked through for one that came to the machine. */
  private static final int LOOKED_THROUGH = 50;

  @Mixin private final InventoryOptions inventoryOptions = new InventoryOptions();

  @Parameters(index = "0", paramLabel = "MACHINE", description = "its name in the inventory")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN",
      description = {
        "its id, the beginning or the end of it, or the word last",
        "(default: the last one that came to the machine)"
      })
  private String word = "";

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "at most so many lines of each step, the last ones (default: 100)")
  private int lines = 100;

  LogsCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, InterruptedException {
    if (lines < 1 || lines > MOST_LINES) {
      throw UsageException.of(
          "--lines " + lines + " is out of range", "a number from 1 to " + MOST_LINES);
    }
    Fleet fleet = inventoryOptions.fleet(runtime());
    Machine machine = machine(fleet);
    String asked = word.isEmpty() ? lastOf(machine.name()) : asked();
    try (FleetOperations fleetOperations =
        FleetOperations.forOneLook(runtime(), fleet.with(List.of(machine)), 1)) {
      Examination answer = fleetOperations.survey().logs(asked, lines);
      MachineLog log = log(machine, asked, answer);
      show(output().isJson() ? LogsJson.of(log) : LogsText.of(log, style()));
      return answer instanceof Examination.Seen ? ExitCode.OK : ExitCode.UNKNOWN;
    }
  }

  private MachineLog log(Machine machine, String asked, Examination answer) {
    MachineLog.Subject subject = new MachineLog.Subject(machine.name(), SshLine.to(machine));
    if (answer instanceof Examination.Unknown unknown) {
      return new MachineLog(
          subject, asked, seen(asked), Kept.away(unknown.reason(), unknown.fix()));
    }
    Examination.Seen seen = (Examination.Seen) answer;
    String run = seen.facts().getOrDefault("of", List.of(asked)).get(0);
    return new MachineLog(subject, run, seen(run), Kept.of(seen.facts()));
  }

  private Optional<PastRun> seen(String run) {
    Runs runs = RunRecorder.runs(runtime());
    return runs.ids().contains(run) ? runs.run(run) : Optional.empty();
  }

  private Machine machine(Fleet fleet) throws UsageException {
    return fleet.machines().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                UsageException.of(
                    "the inventory has no machine '" + name + "'",
                    "name one of its machines; to see them: " + Advice.of("validate -v").line()));
  }

  /** The last run of this controller that came to the machine; empty when there is none. */
  private String lastOf(String machine) {
    Runs runs = RunRecorder.runs(runtime());
    return runs.ids().stream()
        .limit(LOOKED_THROUGH)
        .filter(id -> runs.run(id).filter(run -> run.cameTo(machine)).isPresent())
        .findFirst()
        .orElse("");
  }

  /** A run of this controller; or else one of another, which must be named in full. */
  private String asked() throws UsageException {
    List<String> like = RunIds.like(word, RunRecorder.runs(runtime()).ids());
    if (like.size() > 1) {
      throw UsageException.of(word + " is the beginning of " + like.size() + " runs", TO_SEE_RUNS);
    }
    if (like.isEmpty() && !word.matches(RUN)) {
      throw UsageException.of("'" + word + "' is no run", TO_SEE_RUNS);
    }
    return like.isEmpty() ? word : like.get(0);
  }
}
