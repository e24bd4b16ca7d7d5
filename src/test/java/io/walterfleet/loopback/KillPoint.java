package io.walterfleet.loopback;

import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A place at which a machine dies: a checkpoint of the scripts, and how often it was passed by
 * then.
 *
 * @param occurrence counts from 1
 */
record KillPoint(String checkpoint, int occurrence) {
  /** Notes every checkpoint that a machine passes. */
  static void trace(LoopbackMachine machine) throws IOException {
    String hook = "printf '%s\\n' \"$wf_checkpoint\" >>'" + passed(machine) + "'";
    machine.environment(Map.of("WALTER_FLEET_KILL_AT", "*", "WALTER_FLEET_KILL_HOOK", hook));
  }

  /** The points that a machine passed since it was traced, one between any two acts. */
  static List<KillPoint> betweenActs(LoopbackMachine machine) throws IOException {
    List<KillPoint> points = new ArrayList<>();
    Map<String, Integer> times = new HashMap<>();
    List<String> passed = Files.readAllLines(passed(machine));
    for (int i = 0; i < passed.size(); i++) {
      int occurrence = times.merge(passed.get(i), 1, Integer::sum);
      // what follows an act precedes the next one, but for the last
      if (passed.get(i).endsWith(".before") || i == passed.size() - 1) {
        points.add(new KillPoint(passed.get(i), occurrence));
      }
    }
    return points;
  }

  /** Lets a machine die here, once. */
  void arm(LoopbackMachine machine, Death death) throws IOException, InterruptedException {
    if (death.killsController()) {
      Path gate = machine.directory().resolve("gate");
      new ProcessBuilder("mkfifo", gate.toString()).inheritIO().start().waitFor();
    }
    String hook =
        """
        printf 'x\\n' >>'%1$s/times'
        hook_times=0
        while read -r hook_line; do hook_times=$((hook_times + 1)); done <'%1$s/times'
        if [ "$hook_times" -eq %2$d ]; then
        : >'%1$s/reached'
        %3$s
        fi
        """
            .formatted(
                machine.directory(),
                occurrence,
                death.hook().replace("cat gate", "cat '" + machine.directory() + "/gate'"));
    Path file = Files.writeString(machine.directory().resolve("hook"), hook);
    machine.environment(
        Map.of("WALTER_FLEET_KILL_AT", checkpoint, "WALTER_FLEET_KILL_HOOK", ". '" + file + "'"));
  }

  /** True once an armed machine came here. */
  static boolean isReached(LoopbackMachine machine) {
    return Files.exists(machine.directory().resolve("reached"));
  }

  /** Lets a machine that waits at its point go on. */
  static void release(LoopbackMachine machine) throws IOException {
    Files.writeString(machine.directory().resolve("gate"), "go on\n");
  }

  /** The name of the act. */
  String act() {
    return checkpoint.replaceAll("\\.(before|after)$", "");
  }

  @Override
  public String toString() {
    return occurrence == 1 ? checkpoint : checkpoint + " #" + occurrence;
  }

  private static Path passed(LoopbackMachine machine) {
    return machine.directory().resolve("passed");
  }
}
