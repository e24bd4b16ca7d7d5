package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.DemoRunner.MissingException;
import io.walterfleet.app.Environment;
import io.walterfleet.app.UsageException;
import io.walterfleet.report.Detail;
import io.walterfleet.rollout.ExitCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the program on an embedded fleet. */
@Command(name = "demo")
final class DemoCommand extends FleetCommand {
  @Option(names = "--keep", description = "keep the machines up at the end, until Ctrl-C")
  private boolean keep;

  DemoCommand(CommandRuntime runtime) {
    super(runtime);
  }

  @Override
  ExitCode run() throws UsageException, InterruptedException {
    if (output().isJson() || output().detail() != Detail.NORMAL) {
      throw UsageException.of(
          "the demo shows what the commands print for people: --format, -v and -q change nothing",
          "leave them out");
    }
    try {
      int code =
          runtime()
              .adapters()
              .demoRunner()
              .run(keep, runtime().console(), colored(), runtime().signals());
      return Stream.of(ExitCode.values())
          .filter(one -> one.number() == code)
          .findFirst()
          .orElse(ExitCode.INTERNAL_ERROR);
    } catch (MissingException missing) {
      throw UsageException.of(String.valueOf(missing.getMessage()), missing.fix());
    } catch (IOException refused) {
      throw UsageException.of(
          "the demo could not start its machines: " + refused.getMessage(),
          "see that the temporary directory can be written to and lets programs run");
    }
  }

  /** The same environment, in which --color of this command holds for those that the demo runs. */
  private Environment colored() {
    Environment around = runtime().environment();
    Map<String, String> environment = new HashMap<>(around.environment());
    environment.put("WALTER_FLEET_COLOR", output().color());
    return new Environment(
        environment, around.home(), around.clock(), around.version(), around.program());
  }
}
