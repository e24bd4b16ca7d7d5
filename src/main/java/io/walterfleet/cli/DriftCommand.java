package io.walterfleet.cli;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.DriftJson;
import io.walterfleet.report.DriftMarkdown;
import io.walterfleet.report.DriftText;
import io.walterfleet.report.FleetPage;
import io.walterfleet.report.KeptText;
import io.walterfleet.report.Logins;
import io.walterfleet.report.ResultMarkdown;
import io.walterfleet.report.ResultText;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.step.Task.Payload;
import io.walterfleet.step.Uploads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
  @Mixin private final Turn turn = new Turn();
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

  DriftCommand(World world) {
    super(world);
  }

  @Override
  Set<Look.Format> formats() {
    return EnumSet.allOf(Look.Format.class);
  }

  @Override
  ExitCode run() throws Refusal, ReleaseException, InterruptedException {
    Confirmation confirmation = new Confirmation(world().console(), yes);
    Uploads uploads = bandwidth.limits();
    mustBeWhole();
    window.mustBeSaid();
    if (correct) {
      confirmation.mustBePossible(Advice.of("drift --correct --yes" + typedPart()).line());
    }
    try (EventFile sink = EventFile.at(correct ? events : Optional.empty());
        Session session = session()) {
      FleetDrift drift = read(session);
      session.herald().surveyed(drift);
      Plan correction = drift.correction();
      boolean acts = correct && !correction.acting().isEmpty();
      showDrift(drift, acts, LoginLines.of(session.fleet()));
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

  private FleetDrift read(Session session) throws Refusal, ReleaseException, InterruptedException {
    Turn.Reading<FleetDrift> reading = () -> session.drift(manifest(session), !look().isQuiet());
    return correct ? turn.free(reading, FleetDrift::observations, world()) : reading.read();
  }

  private void mustBeWhole() throws Refusal {
    only.mustBeKnown();
    if (only.isGiven() && correct) {
      throw Refusal.of(
          "--only shows a part, and --correct puts back whatever was changed",
          "leave one of them out, or choose machines with --limit");
    }
  }

  private Session session() throws Refusal {
    Fleet fleet = sharing.of(choice.fleet(world()));
    return correct
        ? new Session(world(), fleet, reach.forks())
        : Session.forOneLook(world(), fleet, reach.forks());
  }

  /** Who only looks can do without. */
  private Optional<Manifest> manifest(Session session)
      throws ReleaseException, InterruptedException {
    Releases releases = new Releases(world());
    String location = session.fleet().manifest();
    return correct ? Optional.of(releases.manifest(location)) : releases.anyManifest(location);
  }

  private ExitCode corrected(Session session, FleetDrift drift, Uploads uploads, EventFile sink)
      throws Refusal, ReleaseException, InterruptedException {
    Plan plan = drift.correction();
    turn.await(session.fleet(), plan, world());
    Payload payload = uploads.limit(new Releases(world()).payload(plan));
    List<Event> told = new ArrayList<>();
    RunResult result;
    RunReport report =
        new RunReport(world(), plan, Optional.empty(), LoginLines.of(session.fleet()));
    try (report;
        RunDisplay display =
            new RunDisplay(
                world(), look(), plan, sink, window.interrupt(session.fleet(), world()))) {
      Consumer<Event> listener = display.andThen(told::add).andThen(report);
      Purpose why = window.purpose("drift");
      result = session.carryOut(plan, payload, why, listener, display.interrupt());
    }
    if (!look().isText() && !look().isJson()) {
      world().console().err().print(KeptText.of(told, look().detail()));
    }
    show(
        switch (look().format()) {
          case TEXT ->
              KeptText.of(told, look().detail())
                  + session.advised().of(DriftText.left(drift, look().detail()))
                  + ResultText.of(result, style(), look().detail(), LoginLines.of(session.fleet()));
          // the events have told it all
          case JSON -> "";
          case MARKDOWN -> ResultMarkdown.of(result, look().detail());
          case HTML -> report.page();
        });
    ExitCode health = Verdicts.exitCode(drift.health().without(applied(result)));
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
  private void showDrift(FleetDrift drift, boolean acts, Logins logins) {
    if (!acts) {
      FleetDrift shown = only.of(drift, look().format());
      show(
          only.marked(
              text(shown, logins),
              shown.machines().size(),
              drift.machines().size(),
              look().format()));
    } else if (!look().isJson() && !look().isQuiet()) {
      Console console = world().console();
      PrintWriter to = look().isText() ? console.out() : console.err();
      to.print(DriftText.of(drift, style(), look().detail()) + "\n");
      to.flush();
    }
  }

  private String text(FleetDrift drift, Logins logins) {
    return switch (look().format()) {
      case TEXT -> DriftText.of(drift, style(), look().detail()) + next(drift);
      case JSON -> DriftJson.of(drift);
      case MARKDOWN -> DriftMarkdown.of(drift, look().detail());
      case HTML -> FleetPage.of(drift, logins);
    };
  }

  private String next(FleetDrift drift) {
    return look().isQuiet() || drift.correction().acting().isEmpty()
        ? ""
        : "Put back what was changed with: "
            + new Advised(world()).of(Advice.of("drift --correct" + typedPart()).line())
            + "\n";
  }

  private String typedPart() {
    return choice.typedPart() + sharing.typed();
  }
}
