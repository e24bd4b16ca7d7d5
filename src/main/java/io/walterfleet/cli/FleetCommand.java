package io.walterfleet.cli;

import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.Style;
import io.walterfleet.rollout.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** One command of the program. */
abstract class FleetCommand implements Callable<Integer> {
  @Mixin private final Look look = new Look();

  private final World world;

  FleetCommand(World world) {
    this.world = world;
  }

  /** Does what the command is for. */
  abstract ExitCode run() throws Refusal, ReleaseException, InterruptedException;

  @Override
  public final Integer call() throws Refusal, ReleaseException, InterruptedException {
    return run().number();
  }

  final World world() {
    return world;
  }

  final Look look() {
    return look;
  }

  /** The style of standard output. */
  final Style style() {
    return look.style(world.console().terminal().out(), world.surroundings());
  }

  /** Writes to standard output. */
  final void show(String text) {
    world.console().out().print(text);
    world.console().out().flush();
  }
}
