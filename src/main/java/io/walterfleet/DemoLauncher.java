package io.walterfleet;

import io.walterfleet.app.Adapters;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Console;
import io.walterfleet.app.DemoRunner;
import io.walterfleet.app.DemoRunner.MissingException;
import io.walterfleet.app.Environment;
import io.walterfleet.app.Signals;
import io.walterfleet.cli.Cli;
import io.walterfleet.sandbox.Demo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/**
 * The demo on the program's own streams: every command line of it runs in a runtime of its own,
 * with a home that is new and an environment that says nothing of this user.
 *
 * @param adapters the parts for an environment and a home
 */
record DemoLauncher(BiFunction<Map<String, String>, Path, Adapters> adapters)
    implements DemoRunner {
  private static final Set<String> LOOKS =
      Set.of("NO_COLOR", "TERM", "COLUMNS", "LANG", "LC_ALL", "WALTER_FLEET_COLOR");

  @Override
  public int run(boolean keep, Console console, Environment around, Signals signals)
      throws IOException, InterruptedException {
    Optional<Path> missing = Demo.missing();
    if (missing.isPresent()) {
      throw without(missing.get());
    }
    Signal signal = new Signal();
    signals.handle(signal::raise);
    List<Path> places =
        List.of(
            Path.of(System.getProperty("java.io.tmpdir")),
            around.home().resolve(".cache/walter-fleet"));
    return new Demo(
            new Demo.Environment(
                around.program(), Path.of("").toAbsolutePath(), places, around.clock(), signal),
            (words, environment) -> {
              int exitCode = Cli.run(words, inner(console, around, environment, signal));
              signal.rest();
              return exitCode;
            },
            console.out())
        .run(keep);
  }

  private static MissingException without(Path program) {
    return new MissingException(
        "the demo needs "
            + program
            + ", which runs the stand-in for docker on its machines, and it is not there; no other command"
            + " needs it",
        "install it: sudo apt-get install perl-base (Debian, Ubuntu), sudo dnf install perl-interpreter"
            + " (Fedora, RHEL), or sudo zypper install perl-base (SUSE)");
  }

  private CommandRuntime inner(
      Console console, Environment around, Map<String, String> added, Signals signals) {
    Map<String, String> environment = new HashMap<>(around.environment());
    environment.keySet().retainAll(LOOKS);
    environment.putAll(added);
    Path home = Path.of(environment.getOrDefault("HOME", "/"));
    return new CommandRuntime(
        console,
        new Environment(environment, home, around.clock(), around.version(), around.program()),
        adapters.apply(environment, home),
        signals);
  }

  /** Passes a signal on to the command that runs; where none does, it ends the demo. */
  private static final class Signal implements Signals, Demo.Interruption {
    private static final int INTERRUPTED = 130;

    private volatile Runnable act = () -> leave(INTERRUPTED);

    void raise() {
      act.run();
    }

    /** No command runs. */
    void rest() {
      act = () -> leave(INTERRUPTED);
    }

    @Override
    public void handle(Runnable onSignal) {
      act = onSignal;
    }

    @Override
    public void leave(int exitCode) {
      // not halt: the demo's folder goes in a shutdown hook
      Runtime.getRuntime().exit(exitCode);
    }

    @Override
    public void await() throws InterruptedException {
      CountDownLatch raised = new CountDownLatch(1);
      act = raised::countDown;
      raised.await();
    }
  }
}
