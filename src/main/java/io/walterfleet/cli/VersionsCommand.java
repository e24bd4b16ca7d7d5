package io.walterfleet.cli;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.VersionsJson;
import io.walterfleet.report.VersionsText;
import io.walterfleet.rollout.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what the vendor publishes; contacts no machine. */
@Command(name = "versions")
final class VersionsCommand extends FleetCommand {
  @Mixin private final Choice choice = new Choice();

  VersionsCommand(World world) {
    super(world);
  }

  @Override
  ExitCode run() throws Refusal, ReleaseException, InterruptedException {
    Manifest manifest = new Releases(world()).manifest(choice.fleet(world()).manifest());
    show(look().isJson() ? VersionsJson.of(manifest) : VersionsText.of(manifest, style()));
    return ExitCode.OK;
  }
}
