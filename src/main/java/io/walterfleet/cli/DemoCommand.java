package io.walterfleet.cli;

import io.walterfleet.rollout.ExitCode;
import java.io.IOException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the program on an embedded fleet. */
@Command(name = "demo")
final class DemoCommand extends FleetCommand {
  @Option(names = "--keep", description = "keep the machines up at the end, until Ctrl-C")
  private boolean keep;

  DemoCommand(World world) {
    super(world);
  }

  @Override
  ExitCode run() throws Refusal, InterruptedException {
    try {
      int code = world().parts().show().run(keep, world());
      return Stream.of(ExitCode.values())
          .filter(one -> one.number() == code)
          .findFirst()
          .orElse(ExitCode.INTERNAL_ERROR);
    } catch (IOException refused) {
      throw Refusal.of(
          "the demo could not start its machines: " + refused.getMessage(),
          "see that the temporary directory can be written to and lets programs run");
    }
  }
}
