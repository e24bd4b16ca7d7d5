package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.ExitCodes;
import io.walterfleet.app.FleetOperations;
import io.walterfleet.app.Planned;
import io.walterfleet.app.UsageException;
import io.walterfleet.cli.OutputOptions.Format;
import io.walterfleet.format.Status;
import io.walterfleet.format.StatusJson;
import io.walterfleet.report.FleetPage;
import io.walterfleet.report.StatusMarkdown;
import io.walterfleet.report.StatusText;
import io.walterfleet.rollout.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how each machine is; changes nothing. */
@Command(name = "status")
final class StatusCommand extends FleetCommand {
  @Mixin private final MachineOptions machines = new MachineOptions();
  @Mixin private final ForksOption forksOption = new ForksOption();

  StatusCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Mixin private final Only only = new Only();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "WIDTH",
      description = "wide: every column, however long the lines get (text only)")
  private Optional<String> output = Optional.empty();

  private final Views<Status> views =
      answering(
          new Views<Status>()
              .with(
                  Format.TEXT,
                  one -> StatusText.of(one, style(), output().detail(), output.isPresent()))
              .with(Format.JSON, StatusJson::of)
              .with(Format.MARKDOWN, one -> StatusMarkdown.of(one, output().detail()))
              .with(Format.HTML, FleetPage::of));

  @Override
  ExitCode run() throws UsageException, InterruptedException {
    if (output.filter(width -> !width.equals("wide")).isPresent()) {
      throw UsageException.of(
          "--output " + output.get() + " is not known", "wide, or leave it out");
    }
    only.mustBeKnown();
    try (FleetOperations fleetOperations = fleetOperations()) {
      Planned planned = fleetOperations.survey().status(!output().isQuiet());
      Planned shown = only.of(planned, output().format());
      Status status =
          new Status(
              shown.plan(), shown.seen(), shown.health(), LoginLines.of(fleetOperations.fleet()));
      show(
          only.marked(
              views.of(status, output().format()),
              shown.plan().machines().size(),
              planned.plan().machines().size(),
              output().format()));
      return ExitCodes.exitCode(planned.plan(), false, planned.health());
    }
  }

  private FleetOperations fleetOperations() throws UsageException {
    return FleetOperations.forOneLook(runtime(), machines.fleet(runtime()), forksOption.forks());
  }
}
