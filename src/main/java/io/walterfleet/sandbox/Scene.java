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

  /**
   * The story that the demo tells.
   *
   * @param plan where a plan can be saved
   */
  static List<Scene> story(String plan) {
    return List.of(
        fleet("Is the inventory sound? No machine is contacted.", "validate"),
        fleet("What has the vendor published?", "versions"),
        fleet("What would be done? The machines are read, and not changed.", "plan", "--out", plan),
        fleet(
            "Carry out exactly that: everything is prepared first, then the canary, then the rest.",
            "apply",
            plan,
            "--yes"),
        fleet("A second plan finds nothing to do.", "plan"),
        new Hand(
            "Somebody mends something in a hurry, and tells nobody.",
            "store-2",
            "echo '# quick fix' >> walter-onprem/compose.yml"),
        new Hand("Somebody stops a stack.", "store-4", "walter-onprem/bin/walter-onprem stop"),
        fleet("A plan tells such drift from what the inventory asks for.", "plan"),
        fleet("Correct it: without a saved plan, one is made now.", "apply", "--yes"),
        fleet("And this is the fleet now.", "status"));
  }

  private static Scene fleet(String sentence, String... words) {
    return new Command(sentence, List.of(words), 0);
  }
}
