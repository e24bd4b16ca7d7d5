package io.walterfleet.cli;

import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.DriftJson;
import io.walterfleet.report.DriftText;
import io.walterfleet.report.KeptText;
import io.walterfleet.report.ResultText;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.step.Task.Payload;
import io.walterfleet.step.Uploads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what somebody changed on the machines, and puts it back if it is asked to. */
@Command(name = "drift")
final class DriftCommand extends FleetCommand {
  @Mixin private final Choice choice = new Choice();
  @Mixin private final Sharing sharing = new Sharing();
  @Mixin private final Reach reach = new Reach();
  @Mixin private final Bandwidth bandwidth = new Bandwidth();

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

  DriftCommand(World world) {
    super(world);
  }

  @Override
  ExitCode run() throws Refusal, ReleaseException, InterruptedException {
    Confirmation confirmation = new Confirmation(world().console(), yes);
    Uploads uploads = bandwidth.limits();
    if (correct) {
      confirmation.mustBePossible("walter-fleet drift --correct --yes");
    }
    try (EventFile sink = EventFile.at(events);
        Session session = new Session(world(), sharing.of(choice.fleet(world())), reach.forks())) {
      FleetDrift drift = session.drift(!look().isQuiet());
      session.herald().drifted(drift);
      Plan correction = drift.correction();
      boolean acts = correct && !correction.acting().isEmpty();
      showDrift(drift, acts);
      if (!acts) {
        return Verdicts.exitCode(drift);
      }
      if (!confirmation.isGiven("Put back what was changed?")) {
        world().console().err().println("Not corrected; nothing was changed.");
        return ExitCode.INTERRUPTED;
      }
      return corrected(session, drift, uploads, sink);
    }
  }

  private ExitCode corrected(Session session, FleetDrift drift, Uploads uploads, EventFile sink)
      throws ReleaseException, InterruptedException {
    Plan plan = drift.correction();
    Payload payload = uploads.limit(new Releases(world()).payload(plan));
    List<Event> told = new ArrayList<>();
    RunResult result;
    try (RunDisplay display = new RunDisplay(world(), look(), plan, sink)) {
      result = session.correct(plan, payload, display.andThen(told::add), display.interrupt());
    }
    if (!look().isJson()) {
      show(
          KeptText.of(told, look().detail())
              + DriftText.left(drift, look().detail())
              + ResultText.of(result, style(), look().detail()));
    }
    return result.exitCode();
  }

  private void showDrift(FleetDrift drift, boolean acts) {
    if (look().isJson()) {
      if (!acts) {
        show(DriftJson.of(drift));
      }
    } else if (!acts || !look().isQuiet()) {
      show(DriftText.of(drift, style(), look().detail()) + next(drift, acts));
    }
  }

  private String next(FleetDrift drift, boolean acts) {
    if (acts) {
      return "\n";
    }
    return look().isQuiet() || drift.correction().acting().isEmpty()
        ? ""
        : "Put back what was changed with: walter-fleet drift --correct\n";
  }
}
