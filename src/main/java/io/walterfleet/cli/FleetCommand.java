package io.walterfleet.cli;

import io.walterfleet.release.ReleaseException;
import io.walterfleet.report.Style;
import io.walterfleet.rollout.ExitCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** One command of the program. */
abstract class FleetCommand implements Callable<Integer> {
  /** The formats of a command that has nothing for programs. */
  static final Set<Look.Format> PEOPLE = Set.of(Look.Format.TEXT);

  @Mixin private final Look look = new Look();
  @Spec private CommandSpec spec = CommandSpec.create();

  private final World world;

  FleetCommand(World world) {
    this.world = world;
  }

  /** Does what the command is for. */
  abstract ExitCode run() throws Refusal, ReleaseException, InterruptedException;

  /** The formats in which it answers. */
  Set<Look.Format> formats() {
    return EnumSet.of(Look.Format.TEXT, Look.Format.JSON);
  }

  @Override
  public final Integer call() throws Refusal, ReleaseException, InterruptedException {
    if (!formats().contains(look.format())) {
      throw Refusal.of(
          "'" + spec.name() + "' has no --format " + look.format().word(),
          formats().equals(PEOPLE)
              ? "leave it out"
              : "one of: "
                  + formats().stream().map(Look.Format::word).collect(Collectors.joining(", ")));
    }
    nameStrays();
    return run().number();
  }

  private void nameStrays() throws Refusal {
    Strays strays = new Strays(world.surroundings().environment());
    for (String note : strays.notes(names(spec), () -> Cli.options(world))) {
      world.console().err().println("note: " + note);
    }
    world.console().err().flush();
  }

  private static List<String> names(CommandSpec spec) {
    return spec.options().stream().map(OptionSpec::longestName).toList();
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
