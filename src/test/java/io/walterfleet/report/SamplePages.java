package io.walterfleet.report;

import io.walterfleet.format.SamplePlans;
import io.walterfleet.format.SampleRuns;
import io.walterfleet.format.Status;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.plan.testing.Sighting;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult.Ending;
import io.walterfleet.step.StepReport.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans of a size and a malice that our pages must bear. */
final class SamplePages {
  /**
   * Would run as a script, or end the element it stands in, if anything here took it for markup.
   */
  static final String HOSTILE =
      "</script><img src=x onerror=\"window.hit=1\"><b>'\"&amp;{{script}}\u202e\u0007";

  private SamplePages() {}

  /** A fleet of so many machines with every verdict in it. */
  static Plan fleet(int number) {
    List<MachinePlan> machines = new ArrayList<>();
    for (int i = 1; i <= number; i++) {
      String name = "store-%04d".formatted(i);
      MachinePlan machine =
          switch (i % 20) {
            case 3 -> SamplePlans.drifted(name);
            case 7 ->
                SamplePlans.still(
                    name, Verdict.BLOCKED, "no disk space: 12 MB free, 80 MB needed", "free some");
            case 11 ->
                SamplePlans.still(
                    name,
                    Verdict.UNKNOWN,
                    "could not connect to 10.1.0." + i + ": connection refused",
                    "see that sshd runs on " + name);
            case 13, 14, 15, 16, 17 -> SamplePlans.still(name, Verdict.IN_SYNC, "", "");
            default -> SamplePlans.upgrade(name);
          };
      machines.add(in(i <= 4 ? "canary" : "stores-" + (1 + i * 5 / (number + 1)), machine));
    }
    return SamplePlans.of(machines);
  }

  /** A fleet of so many machines, of which one in six is as it should be and healthy. */
  static Status status(int number) {
    List<MachinePlan> machines = new ArrayList<>();
    Map<String, Condition> health = new LinkedHashMap<>();
    Map<String, Observation> seen = new LinkedHashMap<>();
    for (int i = 0; i < number; i++) {
      String name = "store-%04d".formatted(i + 1);
      MachinePlan machine = sixth(i % 6, name);
      machines.add(in("stores-" + (1 + i / 60), machine));
      if (machine.verdict() != Verdict.UNKNOWN) {
        seen.put(name, Sighting.of(i % 6 == 2 ? "1.8.2" : "1.8.3").seen());
        health.put(name, sixth(i % 6));
      }
    }
    return new Status(SamplePlans.of(machines), seen, new Conditions(health));
  }

  private static MachinePlan sixth(int which, String name) {
    return switch (which) {
      case 2 -> SamplePlans.upgrade(name);
      case 4 -> SamplePlans.drifted(name);
      case 5 ->
          SamplePlans.still(
              name, Verdict.UNKNOWN, "could not connect: connection refused", "see that sshd runs");
      default -> SamplePlans.still(name, Verdict.IN_SYNC, "", "");
    };
  }

  private static Condition sixth(int which) {
    return switch (which) {
      case 1 -> Condition.notReady("/health/ready answered 503");
      case 3 ->
          new Condition(
              Condition.State.UNKNOWN,
              "its health cannot be asked: the SSH server forbids forwarding, and there is no curl",
              "install curl there");
      default -> Condition.READY;
    };
  }

  /** The events of a run over {@link #fleet}, in which a few machines of a batch fail. */
  static List<Event> run(Plan plan) {
    List<Event> events = new ArrayList<>();
    Instant now = SampleRuns.START;
    events.add(new RunStarted(now, SampleRuns.RUN, plan.header().id(), 1, 1));
    for (MachinePlan machine : plan.acting()) {
      now = steps(machine.name(), List.of("stage", "pull"), now, events).minusMillis(3700);
    }
    for (int number = 1; number <= plan.batches().all().size(); number++) {
      Batch batch = plan.batches().all().get(number - 1);
      Instant end = now;
      for (String name : batch.machines()) {
        end = machine(name, now.plusMillis(50L * (name.hashCode() & 15)), events);
      }
      now = end.plusSeconds(1);
      events.add(new BatchFinished(now, number, batch.wave(), 0));
    }
    events.add(new RunFinished(now, SampleRuns.RUN, Map.of(), Ending.COMPLETE, 3));
    return events;
  }

  private static Instant machine(String name, Instant begin, List<Event> events) {
    boolean fails = name.endsWith("42");
    Instant now =
        steps(name, List.of("backup", "swap", "migrate", "restart", "gate"), begin, events);
    if (fails) {
      Event last = events.remove(events.size() - 1);
      events.add(
          new StepFinished(
              last.at(), name, "gate", Result.FAILED, Duration.ofSeconds(2), "ready answered 503"));
    }
    now = steps(name, List.of(fails ? "rollback" : "finish"), now, events);
    events.add(
        new MachineFinished(
            now,
            fails
                ? new MachineResult(
                    name, Outcome.ROLLED_BACK, "it did not become ready: 503", "read its log")
                : new MachineResult(name, Outcome.APPLIED, "", "")));
    return now;
  }

  private static Instant steps(String name, List<String> steps, Instant begin, List<Event> events) {
    Instant now = begin;
    for (String step : steps) {
      Duration took = Duration.ofMillis(1500 + 100L * ((step + name).hashCode() & 15));
      events.add(new StepStarted(now, name, step));
      now = now.plus(took);
      events.add(new StepFinished(now, name, step, Result.CHANGED, took, ""));
    }
    return now;
  }

  /** A plan in which every text that could come from outside is hostile. */
  static Plan hostile() {
    MachinePlan calm = SamplePlans.drifted("store-001");
    return SamplePlans.of(
        List.of(
            new MachinePlan(
                new Subject("a" + HOSTILE, "canary", HOSTILE, "x"),
                new MachinePlan.Judgement(Verdict.DRIFT, HOSTILE, HOSTILE),
                List.of(new Change(Field.HOST, HOSTILE, HOSTILE, Cause.DRIFT)),
                calm.steps(),
                calm.goal()),
            new MachinePlan(
                new Subject("b" + HOSTILE, HOSTILE, HOSTILE, ""),
                new MachinePlan.Judgement(Verdict.UNKNOWN, HOSTILE, HOSTILE),
                List.of(),
                List.of(),
                Optional.empty())));
  }

  private static MachinePlan in(String group, MachinePlan machine) {
    Subject was = machine.subject();
    return new MachinePlan(
        new Subject(was.name(), group, was.address(), was.fingerprint()),
        machine.judgement(),
        machine.changes(),
        machine.steps(),
        machine.goal());
  }
}
