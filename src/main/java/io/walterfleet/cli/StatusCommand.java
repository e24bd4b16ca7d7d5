package io.walterfleet.cli;

import io.walterfleet.report.FleetPage;
import io.walterfleet.report.Status;
import io.walterfleet.report.StatusJson;
import io.walterfleet.report.StatusMarkdown;
import io.walterfleet.report.StatusText;
import io.walterfleet.rollout.ExitCode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how each machine is; changes nothing. */
@Command(name = "status")
final class StatusCommand extends FleetCommand {
  @Mixin private final Choice choice = new Choice();
  @Mixin private final Reach reach = new Reach();

  StatusCommand(World world) {
    super(world);
  }

  @Mixin private final Only only = new Only();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "WIDTH",
      description = "wide: every column, however long the lines get (text only)")
  private Optional<String> output = Optional.empty();

  @Override
  Set<Look.Format> formats() {
    return EnumSet.allOf(Look.Format.class);
  }

  @Override
  ExitCode run() throws Refusal, InterruptedException {
    if (output.filter(width -> !width.equals("wide")).isPresent()) {
      throw Refusal.of("--output " + output.get() + " is not known", "wide, or leave it out");
    }
    only.mustBeKnown();
    try (Session session = session()) {
      Planned planned = session.status(!look().isQuiet());
      Planned shown = only.of(planned, look().format());
      String text =
          text(
              new Status(
                  shown.plan(), shown.seen(), shown.health(), LoginLines.of(session.fleet())));
      show(
          only.marked(
              text,
              shown.plan().machines().size(),
              planned.plan().machines().size(),
              look().format()));
      return Verdicts.exitCode(planned.plan(), false, planned.health());
    }
  }

  private Session session() throws Refusal {
    return Session.forOneLook(world(), choice.fleet(world()), reach.forks());
  }

  private String text(Status status) {
    return switch (look().format()) {
      case TEXT -> StatusText.of(status, style(), look().detail(), output.isPresent());
      case JSON -> StatusJson.of(status);
      case HTML -> FleetPage.of(status);
      case MARKDOWN -> StatusMarkdown.of(status, look().detail());
    };
  }
}
