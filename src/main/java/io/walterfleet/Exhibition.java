package io.walterfleet;

import io.walterfleet.cli.World;
import io.walterfleet.cli.World.Signals;
import io.walterfleet.cli.World.Surroundings;
import io.walterfleet.sandbox.Demo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Gives the demo the program itself, so that what is shown is what is used. */
final class Exhibition {
  private Exhibition() {}

  /** Runs the demo in this world, and ends with its exit code. */
  static int run(boolean keep, World world) throws IOException, InterruptedException {
    AtomicBoolean interrupted = new AtomicBoolean();
    Runnable noticed = () -> interrupted.set(true);
    world.signals().handle(noticed);
    Surroundings around = world.surroundings();
    List<Path> places =
        List.of(Path.of(System.getProperty("java.io.tmpdir")), around.home().resolve(".cache"));
    Demo demo =
        new Demo(
            new Demo.Surroundings(places, around.clock(), interrupted::get),
            (words, more) -> {
              int exitCode = Main.run(words, in(world, more, heard(world.signals(), noticed)));
              world.signals().handle(noticed);
              return exitCode;
            },
            world.console().out());
    return demo.run(keep);
  }

  private static World in(World world, Map<String, String> more, Signals signals) {
    Surroundings around = world.surroundings();
    Map<String, String> environment = new HashMap<>(around.environment());
    environment.putAll(more);
    return new World(
        world.console(),
        new Surroundings(environment, around.home(), around.clock(), around.version()),
        world.parts(),
        signals);
  }

  /** The same signals, of which the demo hears too. */
  private static Signals heard(Signals signals, Runnable too) {
    return new Signals() {
      @Override
      public void handle(Runnable onSignal) {
        signals.handle(
            () -> {
              too.run();
              onSignal.run();
            });
      }

      @Override
      public void leave(int exitCode) {
        signals.leave(exitCode);
      }
    };
  }
}
