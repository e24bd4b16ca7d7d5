package io.walterfleet;

import io.walterfleet.cli.Console;
import io.walterfleet.cli.Console.Terminal;
import io.walterfleet.cli.World;
import io.walterfleet.cli.World.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Somebody at a controller who types commands of walter-fleet. All parts are the real ones; only
 * the console, the home and the environment are the test's.
 */
final class Operator {
  private final Path home;

  /** What a command line did. */
  record Ran(int exit, String out, String err) {}

  /** An operator whose home is this directory. */
  Operator(Path home) throws IOException {
    this.home = Files.createDirectories(home);
  }

  /** Writes an inventory and gives its path. */
  String inventory(String text) throws IOException {
    return Files.writeString(home.resolve("fleet.yml"), text).toString();
  }

  /** Where the operator keeps files. */
  Path home() {
    return home;
  }

  /** Runs a command line to its end. */
  Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            new BufferedReader(new StringReader("")),
            Terminal.NONE);
    Surroundings surroundings = new Surroundings(Map.of(), home, InstantSource.system(), "test");
    int exit = Main.run(List.of(words), Main.world(console, surroundings, new NoSignals()));
    return new Ran(exit, out.toString(), err.toString());
  }

  /** All that a run left with the operator: its outputs and every file of the home. */
  String traces(Ran ran) throws IOException {
    StringBuilder all = new StringBuilder(ran.out()).append(ran.err());
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private record NoSignals() implements World.Signals {
    @Override
    public void handle(Runnable onSignal) {}

    @Override
    public void leave(int exitCode) {
      throw new IllegalStateException("nobody interrupts a test");
    }
  }
}
