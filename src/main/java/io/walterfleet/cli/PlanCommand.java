package io.walterfleet.cli;

import io.walterfleet.app.AdviceRenderer;
import io.walterfleet.app.Asked;
import io.walterfleet.app.Backgrounds;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.ExitCodes;
import io.walterfleet.app.FleetOperations;
import io.walterfleet.app.MaskedWord;
import io.walterfleet.app.OutFile;
import io.walterfleet.app.Planned;
import io.walterfleet.app.UsageException;
import io.walterfleet.cli.OutputOptions.Format;
import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.Background;
import io.walterfleet.format.PlanJson;
import io.walterfleet.format.PlanJson.Origin;
import io.walterfleet.format.Status;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Plan;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.FleetPage;
import io.walterfleet.report.PlanMarkdown;
import io.walterfleet.report.PlanText;
import io.walterfleet.rollout.ExitCode;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the machines and shows what apply would do; changes nothing. */
@Command(name = "plan")
final class PlanCommand extends FleetCommand {
  private static final int LONGEST_NAME = 200;

  @Mixin private final MachineOptions machines = new MachineOptions();
  @Mixin private final TrustedOption trustedOption = new TrustedOption();
  @Mixin private final ShardOption shardOption = new ShardOption();
  @Mixin private final ForksOption forksOption = new ForksOption();
  @Mixin private final PermissionOptions permissions = new PermissionOptions();
  @Mixin private final Only only = new Only();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "also write the plan to this file, for apply")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "also write the plan to this file as a page by itself")
  private Optional<Path> report = Optional.empty();

  @Option(names = "--detailed-exitcode", description = "exit with 2 when there is something to do")
  private boolean detailed;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = {
        "who makes the plan, for 'approvals' with 'notAuthor'; otherwise whoever runs this,",
        "such as ana@laptop"
      })
  private Optional<String> author = Optional.empty();

  @Option(names = "--health", description = "also ask each machine for its health")
  private boolean health;

  private final Views<Shown> views =
      answering(
          new Views<Shown>()
              .with(Format.TEXT, this::text)
              .with(
                  Format.JSON,
                  one -> PlanJson.of(one.plan(), one.health(), one.background(), one.origin()))
              .with(Format.MARKDOWN, this::markdown)
              .with(Format.HTML, one -> page(one.planned(), one.background())));

  PlanCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, ReleaseException, InterruptedException {
    mustBeWhole();
    Optional<OutFile> file = OutFile.at(out, OutFile.Kind.PLAN);
    Optional<OutFile> page = OutFile.at(report, OutFile.Kind.PAGE);
    Origin origin = new Origin(machines.contents(runtime()), author());
    Fleet fleet = permissions.in(shardOption.of(machines.fleet(runtime(), trustedOption)));
    try (FleetOperations fleetOperations =
        FleetOperations.forOneLook(runtime(), fleet, forksOption.forks())) {
      Asked asked = health ? Asked.HEALTH : Asked.FACTS;
      Planned planned = fleetOperations.survey().plan(!output().isQuiet(), asked);
      Plan plan = planned.plan();
      Background background =
          only.of(
              new Backgrounds(
                      runtime(), machines.chosen(shardOption, runtime()), forksOption.forks())
                  .of(planned, fleet));
      if (file.isPresent()) {
        file.get().write(PlanJson.of(plan, Conditions.NONE, background, origin));
      }
      if (page.isPresent()) {
        page.get().write(page(only.of(planned, Format.HTML), background));
      }
      Planned shown = only.of(planned, output().format());
      show(
          only.marked(
              views.of(new Shown(shown, background, origin), output().format()),
              shown.plan().machines().size(),
              plan.machines().size(),
              output().format()));
      return ExitCodes.exitCode(plan, detailed, planned.health());
    }
  }

  private void mustBeWhole() throws UsageException {
    only.mustBeKnown();
    if (only.isGiven() && out.isPresent()) {
      throw UsageException.of(
          "--only shows a part, and --out writes a plan to be carried out whole",
          "leave one of them out, or plan for a part with --limit");
    }
  }

  /** What is shown of a plan. */
  private record Shown(Planned planned, Background background, Origin origin) {
    Plan plan() {
      return planned.plan();
    }

    Conditions health() {
      return planned.health();
    }
  }

  private String text(Shown one) {
    return PlanText.of(one.plan(), one.health(), one.background(), style(), output().detail())
        + next();
  }

  private String markdown(Shown one) {
    return PlanMarkdown.of(one.plan(), one.health(), one.background(), output().detail());
  }

  private String author() throws UsageException {
    String name = author.orElseGet(() -> runtime().adapters().controllerId().owner().get());
    if (name.isBlank() || Controls.isIn(name) || name.length() > LONGEST_NAME) {
      throw UsageException.of(
          "--author needs a name on one line, of at most " + LONGEST_NAME + " characters",
          "say who makes the plan, such as --author ana@example.com");
    }
    return name;
  }

  private static String page(Planned planned, Background background) {
    return FleetPage.ofPlan(
        new Status(planned.plan(), planned.seen(), planned.health()), background);
  }

  private String next() {
    return out.isEmpty() || output().isQuiet()
        ? ""
        : "Saved; carry it out with: "
            + new AdviceRenderer(runtime())
                .of(Advice.of("apply " + MaskedWord.ofFile(out.get().toString())).line())
            + "\n";
  }
}
