package io.walterfleet.app;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Where the program runs.
 *
 * @param version of this program
 * @param program how it is called here: what a command line of it begins with
 */
public record Environment(
    Map<String, String> environment,
    Path home,
    InstantSource clock,
    String version,
    String program) {
  public Environment {
    environment = Map.copyOf(environment);
  }

  /** Where it is called by its name. */
  public Environment(
      Map<String, String> environment, Path home, InstantSource clock, String version) {
    this(environment, home, clock, version, "walter-fleet");
  }

  /** The value of an environment variable; empty when it is not set. */
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** The directory for what can be fetched or written again. */
  Path cache() {
    String xdg = variable("XDG_CACHE_HOME");
    Path base = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache");
    return base.resolve("walter-fleet");
  }

  /** The directory for what must not be lost. */
  public Path state() {
    String xdg = variable("XDG_STATE_HOME");
    Path base = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".local/state");
    return base.resolve("walter-fleet");
  }
}
