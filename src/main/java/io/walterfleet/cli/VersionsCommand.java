package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Releases;
import io.walterfleet.app.UsageException;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.format.VersionsJson;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.VersionsText;
import io.walterfleet.rollout.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what the vendor publishes; contacts no machine. */
@Command(name = "versions")
final class VersionsCommand extends FleetCommand {
  @Mixin private final InventoryOptions inventoryOptions = new InventoryOptions();

  VersionsCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, ReleaseException, InterruptedException {
    Fleet fleet = inventoryOptions.fleet(runtime());
    Manifest manifest = new Releases(runtime()).manifest(fleet.manifest());
    show(output().isJson() ? VersionsJson.of(manifest) : VersionsText.of(manifest, style()));
    return ExitCode.OK;
  }
}
