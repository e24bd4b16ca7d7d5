package io.walterfleet.cli;

import io.walterfleet.report.FleetPage;
import io.walterfleet.report.Status;
import io.walterfleet.report.StatusJson;
import io.walterfleet.report.StatusMarkdown;
import io.walterfleet.report.StatusText;
import io.walterfleet.rollout.ExitCode;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how each machine is; changes nothing. */
@Command(name = "status")
final class StatusCommand extends FleetCommand {
  @Mixin private final Choice choice = new Choice();
  @Mixin private final Reach reach = new Reach();

  StatusCommand(World world) {
    super(world);
  }

  @Override
  Set<Look.Format> formats() {
    return EnumSet.allOf(Look.Format.class);
  }

  @Override
  ExitCode run() throws Refusal, InterruptedException {
    try (Session session = session()) {
      Planned planned = session.status(!look().isQuiet());
      show(text(new Status(planned.plan(), planned.seen(), planned.health())));
      return Verdicts.exitCode(planned.plan(), false, planned.health());
    }
  }

  private Session session() throws Refusal {
    return Session.forOneLook(world(), choice.fleet(world()), reach.forks());
  }

  private String text(Status status) {
    return switch (look().format()) {
      case TEXT -> StatusText.of(status, style(), look().detail());
      case JSON -> StatusJson.of(status);
      case HTML -> FleetPage.of(status);
      case MARKDOWN -> StatusMarkdown.of(status, look().detail());
    };
  }
}
