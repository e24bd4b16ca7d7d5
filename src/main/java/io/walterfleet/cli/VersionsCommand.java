package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
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
  @Mixin private final Sources sources = new Sources();

  VersionsCommand(World world) {
    super(world);
  }

  @Override
  ExitCode run() throws Refusal, ReleaseException, InterruptedException {
    Fleet fleet = Choice.read(sources.paths(), world());
    Manifest manifest = new Releases(world()).manifest(fleet.manifest());
    show(look().isJson() ? VersionsJson.of(manifest) : VersionsText.of(manifest, style()));
    return ExitCode.OK;
  }
}
