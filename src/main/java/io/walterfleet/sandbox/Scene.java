package io.walterfleet.sandbox;

import java.util.List;

/** One part of the demo: a sentence, and a command line that really runs. */
sealed interface Scene {
  /** What the reader is about to see. */
  String sentence();

  /**
   * A command line of the program.
   *
   * @param exitCode the one that it must end with, or the demo stops
   */
  record Command(String sentence, List<String> words, int exitCode) implements Scene {
    public Command {
      words = List.copyOf(words);
    }
  }

  /** Somebody at a machine, who types this there. */
  record Hand(String sentence, String machine, String line) implements Scene {}

  /** The story that the demo tells. */
  static List<Scene> story() {
    return List.of(
        fleet("Is the inventory sound? No machine is contacted.", "validate"),
        fleet("What would be done? The machines are read, nothing is changed.", "plan"),
        fleet(
            "Carry it out: everything is prepared first, then the canary, then the stores.",
            "apply",
            "--yes"),
        fleet("A second plan finds nothing to do.", "plan"),
        new Hand(
            "Somebody mends something in a hurry, on a machine, and tells nobody...",
            "store-3",
            "echo '# quick fix' >> walter-onprem/compose.yml"),
        new Hand(
            "... and somebody stops a stack.", "store-5", "walter-onprem/bin/walter-onprem stop"),
        fleet("The plan tells this drift from changes that the inventory asks for.", "plan"),
        fleet("Correct it.", "apply", "--yes"),
        fleet("And this is the fleet now.", "status"));
  }

  private static Scene fleet(String sentence, String... words) {
    return new Command(sentence, List.of(words), 0);
  }
}
