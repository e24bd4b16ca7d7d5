package io.walterfleet.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** All that a command line meets outside of itself; tests bring their own. */
public record World(Console console, Surroundings surroundings, Parts parts, Signals signals) {
  /**
   * Where the program runs.
   *
   * @param version of this program
   */
  public record Surroundings(
      Map<String, String> environment, Path home, InstantSource clock, String version) {
    public Surroundings {
      environment = Map.copyOf(environment);
    }

    /** The value of an environment variable; empty when it is not set. */
    String variable(String name) {
      return environment.getOrDefault(name, "");
    }

    /** The directory for what can be fetched or written again. */
    Path cache() {
      String xdg = variable("XDG_CACHE_HOME");
      Path base = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache");
      return base.resolve("walter-fleet");
    }
  }

  /** The wish of somebody outside that the program should end. */
  public interface Signals {
    /** From now on does this for each SIGINT and SIGTERM, and nothing else. */
    void handle(Runnable onSignal);

    /** Ends the process, whatever still runs in it. */
    void leave(int exitCode);
  }
}
