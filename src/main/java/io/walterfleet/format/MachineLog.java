package io.walterfleet.format;

import io.walterfleet.rollout.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one machine in one run: what this controller saw, and what the machine kept.
 *
 * @param run empty where there is none to tell of
 * @param seen absent when this controller has nothing of the run
 */
public record MachineLog(Subject subject, String run, Optional<PastRun> seen, Kept kept) {
  /**
   * Which machine.
   *
   * @param ssh the line with which a person logs in there
   */
  public record Subject(String machine, String ssh) {}

  /**
   * What the machine kept.
   *
   * @param steps in the order in which they ended
   * @param audit one line an act
   * @param runs of which there is something, the newest first
   * @param away why it did not answer, and what can be done; both empty when it did
   */
  public record Kept(
      List<StepLog> steps, List<String> audit, List<String> runs, String away, String fix) {
    public Kept {
      steps = List.copyOf(steps);
      audit = List.copyOf(audit);
      runs = List.copyOf(runs);
    }

    /** It did not answer. */
    public static Kept away(String reason, String fix) {
      return new Kept(List.of(), List.of(), List.of(), reason, fix);
    }

    /** What its script said. */
    public static Kept of(Map<String, List<String>> facts) {
      List<StepLog> steps = new ArrayList<>();
      for (String step : facts.getOrDefault("step", List.of())) {
        String name = word(step);
        steps.add(new StepLog(name, rest(step), lines(facts, name)));
      }
      return new Kept(
          steps,
          facts.getOrDefault("audit", List.of()),
          facts.getOrDefault("run", List.of()),
          "",
          "");
    }

    private static List<String> lines(Map<String, List<String>> facts, String name) {
      return facts.getOrDefault("log", List.of()).stream()
          .filter(line -> word(line).equals(name))
          .map(Kept::rest)
          .toList();
    }

    private static String word(String line) {
      int space = line.indexOf(' ');
      return space < 0 ? line : line.substring(0, space);
    }

    private static String rest(String line) {
      int space = line.indexOf(' ');
      return space < 0 ? "" : line.substring(space + 1);
    }
  }

  /**
   * What a step printed.
   *
   * @param exit its number; {@code -} when it has not ended, or was killed
   */
  public record StepLog(String step, String exit, List<String> lines) {
    public StepLog {
      lines = List.copyOf(lines);
    }

    /** How it ended, in words. */
    public String ended() {
      return exit.equals("-")
          ? "has no end"
          : exit.equals("0") ? "ended well" : "ended with " + exit;
    }
  }

  /** What this controller saw of the machine. */
  public Optional<MachineCourse> course() {
    return seen.stream()
        .flatMap(run -> MachineCourse.of(run.events()).stream())
        .filter(one -> one.machine().equals(subject.machine()))
        .findFirst();
  }

  /** What happened on the machine, as this controller saw it. */
  public List<Event> events() {
    return seen.stream()
        .flatMap(run -> run.events().stream())
        .filter(event -> event.subject().equals(Optional.of(subject.machine())))
        .toList();
  }
}
