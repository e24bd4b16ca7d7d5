package io.walterfleet.cli;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Permissions;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The options that allow what is refused by default, for the machines chosen. */
final class PermissionOptions {
  @Option(
      names = "--force",
      description = "replace a directory that does not look like an install (it is kept aside)")
  private boolean force;

  @Option(
      names = "--retarget",
      description = "go on to the present target where a run towards another one broke off")
  private boolean retarget;

  /** True when something is allowed. */
  boolean isGiven() {
    return force || retarget;
  }

  /** What is allowed, to be said again in another command. */
  String typed() {
    return (force ? " --force" : "") + (retarget ? " --retarget" : "");
  }

  /** The fleet with these permissions added. */
  Fleet in(Fleet fleet) {
    UnaryOperator<Permissions> more =
        permissions -> {
          Permissions forced = force ? permissions.withForce() : permissions;
          return retarget ? forced.withRetarget() : forced;
        };
    return isGiven() ? MachineOptions.allowing(fleet, more) : fleet;
  }
}
