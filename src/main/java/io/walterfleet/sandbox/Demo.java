package io.walterfleet.sandbox;

import static java.util.stream.Collectors.joining;

import io.walterfleet.remote.ShellQuoting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the program by running it: each command line is printed, and then really carried out on an
 * embedded fleet. Nothing but loopback is used, and nothing is left behind.
 */
public final class Demo {
  private static final int FAILED = 3;

  private static final int LEFT_COLUMN = 29;

  private final Environment environment;
  private final ProgramUnderDemo programUnderDemo;
  private final PrintWriter out;

  /**
   * What the demo finds around itself.
   *
   * @param program what a command line of the program begins with, typed in {@code directory}
   * @param places directories of which the first that can hold programs gets a folder for the
   *     demo's machines, which is removed again
   */
  public record Environment(
      String program,
      Path directory,
      List<Path> places,
      InstantSource clock,
      Interruption interruption) {
    public Environment {
      places = List.copyOf(places);
    }
  }

  /** Somebody's wish that the demo should end. */
  public interface Interruption {
    /** Waits for it. */
    void await() throws InterruptedException;
  }

  /** A demo that prints to {@code out}, between the outputs of the command lines. */
  public Demo(Environment environment, ProgramUnderDemo programUnderDemo, PrintWriter out) {
    this.environment = environment;
    this.programUnderDemo = programUnderDemo;
    this.out = out;
  }

  /** The program that the demo's docker is written for, where this computer does not have it. */
  public static Optional<Path> missing() {
    return Resource.missing(new Resource("docker").text());
  }

  /**
   * Runs it, and ends with the exit code of the program.
   *
   * @param keep keep the fleet up at the end, until somebody wants it to end
   * @throws IOException when the fleet could not be started; the message says why
   */
  public int run(boolean keep) throws IOException, InterruptedException {
    try (DemoFolder folder = DemoFolder.create(environment.places());
        DemoFleet fleet = DemoFleet.start(folder.path(), environment.clock())) {
      begin(fleet);
      for (Scene scene : Scene.story(fleet.plan().toString())) {
        int exitCode = play(scene, fleet);
        if (exitCode != 0) {
          return exitCode;
        }
      }
      end(keep, fleet);
      return 0;
    }
  }

  private void begin(DemoFleet fleet) {
    say("# Six machines on this computer: SSH servers on loopback, a real sh and a temporary home");
    say("# each, a stand-in for docker. Five run Walter; store-5 has nothing yet.");
    say("$ export WALTER_FLEET_INVENTORY=" + ShellQuoting.shown(fleet.inventory().toString()));
  }

  private int play(Scene scene, DemoFleet fleet) throws IOException, InterruptedException {
    say("");
    say("# " + scene.sentence());
    if (scene instanceof Scene.Hand hand) {
      say(hand.machine() + "$ " + hand.line());
      fleet.machine(hand.machine()).run(hand.line());
      return 0;
    }
    Scene.Command command = (Scene.Command) scene;
    say(
        "$ walter-fleet "
            + command.words().stream().map(ShellQuoting::shown).collect(joining(" ")));
    int exitCode = programUnderDemo.run(command.words(), environment(fleet));
    if (exitCode == command.exitCode()) {
      return 0;
    }
    say("# This ended with " + exitCode + ", which is not what the demo expects: it stops here.");
    return exitCode == 0 ? FAILED : exitCode;
  }

  private static Map<String, String> environment(DemoFleet fleet) {
    return Map.of(
        "WALTER_FLEET_INVENTORY", fleet.inventory().toString(), "HOME", fleet.home().toString());
  }

  private void end(boolean keep, DemoFleet fleet) throws InterruptedException {
    say("");
    if (keep) {
      say("# The fleet stays up until you press Ctrl-C. In another terminal:");
      if (environment.program().contains("/")) {
        say("cd " + ShellQuoting.shown(environment.directory().toString()));
      }
      say("export WALTER_FLEET_INVENTORY=" + ShellQuoting.shown(fleet.inventory().toString()));
      say(environment.program() + " status");
      environment.interruption().await();
      return;
    }
    say("# The machines are gone again. What to do next:");
    String kept = environment.program() + " demo --keep";
    int width = Math.max(LEFT_COLUMN, kept.length() + 1);
    next(width, kept, "keeps them up, to try every command yourself");
    next(width, environment.program() + " --help", "all commands and exit codes");
    next(width, "examples/minimal.yml", "an inventory to begin your own with");
  }

  private void next(int width, String what, String why) {
    say("#   " + what + " ".repeat(width - what.length()) + " " + why);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
