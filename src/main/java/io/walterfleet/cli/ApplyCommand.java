package io.walterfleet.cli;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Plan;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.Background;
import io.walterfleet.report.Logins;
import io.walterfleet.report.PlanText;
import io.walterfleet.report.ResultMarkdown;
import io.walterfleet.report.ResultText;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.step.Task.Payload;
import io.walterfleet.step.Uploads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries out a plan: a saved one, or one that is made now and shown first. */
@Command(name = "apply")
final class ApplyCommand extends FleetCommand {
  @Mixin private final Choice choice = new Choice();
  @Mixin private final Sharing sharing = new Sharing();
  @Mixin private final Reach reach = new Reach();
  @Mixin private final Allowance allowance = new Allowance();
  @Mixin private final Bandwidth bandwidth = new Bandwidth();
  @Mixin private final Turn turn = new Turn();
  @Mixin private final WindowChoice window = new WindowChoice();

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

  ApplyCommand(World world) {
    super(world);
  }

  @Override
  Set<Look.Format> formats() {
    return EnumSet.allOf(Look.Format.class);
  }

  @Override
  ExitCode run() throws Refusal, ReleaseException, InterruptedException {
    Confirmation confirmation = new Confirmation(world().console(), yes);
    confirmation.mustBePossible(
        "to save a plan for review: "
            + Advice.of("plan --out plan.json" + choice.typedPart()).line()
            + "; to carry it out at once: "
            + Advice.of("apply --yes" + choice.typedPart()).line());
    Uploads uploads = bandwidth.limits();
    window.mustBeSaid();
    if (file.isPresent() && (choice.isLimited() || sharing.isGiven() || allowance.isGiven())) {
      throw Refusal.of(
          "a saved plan is carried out as it is: --limit, --shard, --force and --retarget say otherwise",
          "leave them out, or plan again with them");
    }
    Fleet fleet = allowance.in(sharing.of(choice.fleet(world())));
    Optional<OutFile> page = OutFile.at(report, OutFile.Kind.PAGE);
    try (EventFile sink = EventFile.at(events);
        Session session = new Session(world(), fleet, reach.forks())) {
      turn.await(fleet, world());
      Plan plan = plan(session, fleet);
      if (!plan.acting().isEmpty() && !confirmation.isGiven("Apply this plan?")) {
        world().console().err().println("Not applied; nothing was changed.");
        return ExitCode.INTERRUPTED;
      }
      return apply(session, plan, uploads, sink, page);
    }
  }

  /** The plan that is carried out; it is shown, unless it was saved and nobody is asked. */
  private Plan plan(Session session, Fleet fleet)
      throws Refusal, ReleaseException, InterruptedException {
    Backgrounds backgrounds = new Backgrounds(world(), choice, sharing, reach.forks());
    if (file.isEmpty()) {
      Planned planned = turn.free(() -> session.plan(!look().isQuiet()), Planned::seen, world());
      showPlan(planned.plan(), backgrounds.of(planned, fleet));
      return planned.plan();
    }
    Plan plan = saved(file.get(), fleet);
    if (!yes) {
      showPlan(plan, backgrounds.of(plan, fleet));
    }
    return plan;
  }

  private Plan saved(Path from, Fleet fleet)
      throws Refusal, ReleaseException, InterruptedException {
    Plan plan = SavedPlan.read(from, fleet, choice.contents(world()));
    SavedPlan.mustBePublished(from, plan, fleet, world());
    return plan;
  }

  private ExitCode apply(
      Session session, Plan plan, Uploads uploads, EventFile sink, Optional<OutFile> page)
      throws Refusal, ReleaseException, InterruptedException {
    Payload payload = uploads.limit(new Releases(world()).payload(plan));
    turn.await(session.fleet(), plan, world());
    RunResult result;
    RunReport told = new RunReport(world(), plan, page, LoginLines.of(session.fleet()));
    try (told;
        RunDisplay display =
            new RunDisplay(
                world(), look(), plan, sink, window.interrupt(session.fleet(), world()))) {
      result =
          session.carryOut(
              plan, payload, window.purpose("apply"), display.andThen(told), display.interrupt());
    }
    show(text(result, told, LoginLines.of(session.fleet())));
    return ExitCode.of(List.of(result.exitCode(), sink.exitCode(), told.exitCode()));
  }

  private boolean isShown() {
    return file.isEmpty() || !yes;
  }

  /** As JSON, the events have told it all; where no machine began, the plan has. */
  private String text(RunResult result, RunReport told, Logins logins) {
    return switch (look().format()) {
      case TEXT ->
          result.plan().acting().isEmpty() && isShown() && !look().isQuiet()
              ? ""
              : ResultText.of(result, style(), look().detail(), logins);
      case JSON -> "";
      case MARKDOWN -> ResultMarkdown.of(result, look().detail());
      case HTML -> told.page();
    };
  }

  private void showPlan(Plan plan, Background background) {
    if (!look().isJson() && !look().isQuiet()) {
      PrintWriter to = look().isText() ? world().console().out() : world().console().err();
      String gap = plan.acting().isEmpty() && look().isText() ? "" : "\n";
      to.print(PlanText.of(plan, Conditions.NONE, background, style(), look().detail()) + gap);
      to.flush();
    }
  }
}
