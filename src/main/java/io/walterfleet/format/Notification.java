package io.walterfleet.format;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Occasion;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a webhook is told.
 *
 * @param text the whole in one line, as chat servers show it
 * @param isResolved true when it is that what was told before is over
 * @param run the run that ended; absent for drift and health
 * @param machines those that somebody should look at; those that are well again when it is resolved
 */
public record Notification(
    Occasion occasion,
    Sender sender,
    String text,
    boolean isResolved,
    Optional<Run> run,
    List<NotifiedMachine> machines) {
  public Notification {
    machines = List.copyOf(machines);
  }

  /**
   * Who tells it, and when.
   *
   * @param owner {@code user@controller}
   */
  public record Sender(Instant at, String fleet, String owner) {}

  /**
   * A run that ended.
   *
   * @param kind apply, drift or rollback
   */
  public record Run(String id, String kind, int exitCode, Map<Outcome, Integer> counts) {}

  /** That a run ended; {@code results} are the machines that are not as they shall be. */
  public static Notification ended(
      Occasion occasion, Sender sender, String kind, RunFinished end, List<MachineResult> results) {
    Run run = new Run(end.run(), kind, end.exitCode(), end.counts());
    String text =
        "walter-fleet %s: %s %s: %s, %s%s (%s)"
            .formatted(
                sender.fleet(),
                kind,
                end.run(),
                ExitWords.of(end.exitCode()),
                Phrases.outcomes(end.counts()),
                failed(kind, results),
                sender.owner());
    List<NotifiedMachine> entries =
        results.stream()
            .map(
                one ->
                    new NotifiedMachine(
                        one.machine(), one.outcome().word(), one.reason(), one.fix()))
            .toList();
    return new Notification(occasion, sender, text, false, Optional.of(run), entries);
  }

  /** Whoever asked for a rollback has what he wanted where it went back. */
  private static String failed(String kind, List<MachineResult> results) {
    List<String> names =
        results.stream()
            .filter(one -> isFailure(kind, one.outcome()))
            .map(MachineResult::machine)
            .toList();
    return names.isEmpty() ? "" : "; failed: " + NameRanges.shortened(names);
  }

  /** Whether the outcome is one that somebody must see to, after a run of this kind. */
  public static boolean isFailure(String kind, Outcome outcome) {
    return outcome.isFailure() && !(outcome == Outcome.ROLLED_BACK && kind.equals("rollback"));
  }

  /** That these machines, of which something was told before, are well again. */
  public static Notification over(Sender sender, Occasion kind, List<String> machines) {
    String words =
        switch (kind) {
          case DRIFT -> "no longer drifted";
          case UNHEALTHY -> "healthy again";
          case FAILED, FINISHED -> "well again after a failed run";
        };
    String text = text(sender, machines, words);
    List<NotifiedMachine> entries =
        machines.stream().map(machine -> new NotifiedMachine(machine, "resolved", "", "")).toList();
    return new Notification(kind, sender, text, true, Optional.empty(), entries);
  }

  /** One that says nothing, to see whether it arrives. */
  public static Notification test(Sender sender) {
    String text =
        "walter-fleet %s: this is a test; nothing is wrong (%s)"
            .formatted(sender.fleet(), sender.owner());
    return new Notification(Occasion.FINISHED, sender, text, true, Optional.empty(), List.of());
  }

  /** What it says that is raised of each machine, and resolved when it is over. */
  public List<Alert> alerts() {
    boolean none = isResolved || occasion == Occasion.FINISHED;
    String kind = run.map(Run::kind).orElse("");
    return machines.stream()
        .filter(one -> !none)
        .filter(
            one ->
                run.isEmpty()
                    || Outcome.of(one.state()).filter(is -> isFailure(kind, is)).isPresent())
        .map(one -> new Alert(new Concern(occasion, one.name()), one))
        .toList();
  }

  /** That machines drifted. */
  public static Notification drifted(Sender sender, FleetDrift drift) {
    List<NotifiedMachine> entries =
        drift.machines().stream()
            .filter(machine -> machine.verdict() == Verdict.DRIFT)
            .map(Notification::entry)
            .toList();
    List<String> names = entries.stream().map(NotifiedMachine::name).toList();
    String text = text(sender, names, "drifted");
    return new Notification(Occasion.DRIFT, sender, text, false, Optional.empty(), entries);
  }

  /** That Walter is not healthy on machines. */
  public static Notification unhealthy(Sender sender, Conditions health) {
    return health(sender, health.unhealthy(), health, "not healthy", false);
  }

  /** That Walter is healthy again on these machines. */
  public static Notification healthyAgain(Sender sender, List<String> machines, Conditions health) {
    return health(sender, machines, health, "healthy again", true);
  }

  private static Notification health(
      Sender sender, List<String> machines, Conditions health, String words, boolean isResolved) {
    List<NotifiedMachine> entries =
        machines.stream()
            .flatMap(name -> health.of(name).map(one -> entry(name, one)).stream())
            .toList();
    String text = text(sender, machines, words);
    return new Notification(
        Occasion.UNHEALTHY, sender, text, isResolved, Optional.empty(), entries);
  }

  private static String text(Sender sender, List<String> machines, String words) {
    return "walter-fleet %s: %s %s: %s (%s)"
        .formatted(
            sender.fleet(),
            Plural.machines(machines.size()),
            words,
            NameRanges.shortened(machines),
            sender.owner());
  }

  private static NotifiedMachine entry(String machine, Condition condition) {
    return new NotifiedMachine(
        machine, condition.state().word(), condition.reason(), condition.fix());
  }

  /** What somebody changed on a machine, in one line. */
  static String changes(Drift machine) {
    return machine.back().changes().stream()
        .filter(change -> change.cause() == Change.Cause.DRIFT)
        .map(change -> change.field().word() + ": " + change.from())
        .collect(Collectors.joining("; "));
  }

  private static NotifiedMachine entry(Drift machine) {
    return new NotifiedMachine(
        machine.name(),
        Verdict.DRIFT.word(),
        changes(machine),
        Advice.of("drift --correct", machine.name()).line());
  }
}
