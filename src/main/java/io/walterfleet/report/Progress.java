package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Elapsed;
import io.walterfleet.format.Expected;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.HookStarted;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How far a run is: which machines are in work, and how much of the whole is done. */
final class Progress {
  private static final int BAR = 24;

  private final Map<String, Integer> left = new HashMap<>();
  private final Map<String, Doing> working = new LinkedHashMap<>();
  private final Map<String, Instant> down = new HashMap<>();
  private final Plan plan;
  private final Instant began;
  private final int batches;
  private final int steps;
  private int batch = 1;
  private boolean preparing;
  private int finished;
  private int failed;
  private Optional<Expected> expected = Optional.empty();

  /** What a machine, or the run itself, is at. */
  private record Doing(String who, String what, Instant since) {}

  Progress(Plan plan, Instant began) {
    this.plan = plan;
    this.began = began;
    this.batches = plan.batches().all().size();
    plan.acting().forEach(machine -> left.put(machine.name(), size(machine)));
    this.steps = plan.acting().stream().mapToInt(Progress::size).sum();
  }

  /** Where a machine goes back there is no list of steps: it is put back, and asked at the gate. */
  private static int size(MachinePlan machine) {
    return machine.steps().isEmpty() ? 2 : machine.steps().size();
  }

  /** Tells how long it should take. */
  void expect(Expected that) {
    expected = Optional.of(that);
  }

  /** How many batches there are. */
  int batches() {
    return batches;
  }

  void take(Event event) {
    if (event instanceof StepStarted step) {
      working.put(step.machine(), new Doing(step.machine(), step.step(), step.at()));
      preparing =
          finished == 0
              && batch == 1
              && down.isEmpty()
              && StepKind.of(step.step()).filter(StepKind::isPreparation).isPresent();
      if (isStopped(step)) {
        down.putIfAbsent(step.machine(), step.at());
      }
    } else if (event instanceof HookStarted hook) {
      String who = hook.subject().orElse("run");
      working.put(who, new Doing(who, hook.hook().moment().word(), hook.at()));
    } else if (event instanceof HookFinished hook) {
      working.remove(hook.subject().orElse("run"));
    } else if (event instanceof StepFinished step) {
      working.remove(step.machine());
      if (step.step().equals(StepKind.GATE.word()) && !step.word().equals("failed")) {
        down.remove(step.machine());
      }
      // a machine may get a migration that was not planned: never below nothing
      left.computeIfPresent(step.machine(), (name, steps) -> Math.max(0, steps - 1));
    } else if (event instanceof MachineFinished machine) {
      working.remove(machine.result().machine());
      down.remove(machine.result().machine());
      finished += left.remove(machine.result().machine()) == null ? 0 : 1;
      failed += machine.result().outcome().isFailure() ? 1 : 0;
    } else if (event instanceof BatchFinished done) {
      batch = Math.min(batches, done.number() + 1);
    }
  }

  private boolean isStopped(StepStarted step) {
    return plan.of(step.machine())
        .filter(one -> StepKind.of(step.step()).filter(one::isStoppedBy).isPresent())
        .isPresent();
  }

  /** One line for each machine in work, as many as fit, and the bar of the run below. */
  List<String> lines(Instant now, int width, int height) {
    List<String> lines = new ArrayList<>();
    int room = Math.max(1, height - (expected.isPresent() ? 4 : 3));
    int name = working.keySet().stream().mapToInt(String::length).max().orElse(0);
    for (Doing step : working.values()) {
      if (lines.size() == room && working.size() > room) {
        lines.set(room - 1, "  and " + (working.size() - room + 1) + " more");
        break;
      }
      lines.add(row(step, Math.min(name, width / 2), now));
    }
    lines.add(bar(now));
    expected.ifPresent(one -> lines.add(one.words() + timeLeft(one.about(), now)));
    return lines.stream().map(line -> cut(line, width)).toList();
  }

  /** How many failed, for the bar; empty where none did. */
  String failures() {
    return failed == 0 ? "" : failed + " failed";
  }

  private String timeLeft(Duration about, Instant now) {
    Duration left = about.minus(Duration.between(began, now));
    return left.isNegative() || left.isZero() || this.left.isEmpty()
        ? ""
        : "; about " + Elapsed.of(left) + " left";
  }

  /** Machines a minute, once that can be told. */
  private String rate(Instant now) {
    long seconds = Duration.between(began, now).toSeconds();
    return finished == 0 || seconds < 60
        ? ""
        : String.format(Locale.ROOT, ", %.1f a minute", finished * 60.0 / seconds);
  }

  private String row(Doing step, int name, Instant now) {
    String padded = step.who() + " ".repeat(Math.max(0, name - step.who().length()));
    String kind = step.what();
    String gap = " ".repeat(Math.max(2, longestStep() - kind.length() + 2));
    return "  "
        + Controls.escaped(padded)
        + "  "
        + kind
        + gap
        + Elapsed.of(Duration.between(step.since(), now))
        + Optional.ofNullable(down.get(step.who()))
            .map(since -> ", down for " + Elapsed.of(Duration.between(since, now)))
            .orElse("");
  }

  private static int longestStep() {
    return java.util.stream.Stream.of(StepKind.values())
        .mapToInt(step -> step.word().length())
        .max()
        .orElse(0);
  }

  private String bar(Instant now) {
    int undone = left.values().stream().mapToInt(Integer::intValue).sum();
    int full = steps == 0 ? BAR : (int) ((long) BAR * (steps - undone) / steps);
    String failures = failures().isEmpty() ? "" : ", " + failures();
    return "["
        + "#".repeat(full)
        + ".".repeat(BAR - full)
        + "] "
        + finished
        + " of "
        + Plural.machines(finished + left.size())
        + failures
        + rate(now)
        + (preparing ? ", preparing" : ", batch " + batch + " of " + batches)
        + ", "
        + Elapsed.of(Duration.between(began, now));
  }

  private static String cut(String line, int width) {
    int most = Math.max(1, width - 1);
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most));
  }
}
