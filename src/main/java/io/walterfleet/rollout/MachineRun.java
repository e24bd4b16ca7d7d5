package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Freshness;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Remainder;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings one machine to its goal.
 *
 * <ol>
 *   <li>Lock it and read it again, in one round trip. Locked by another: leave it. Moved since the
 *       plan: leave it.
 *   <li>Carry out its steps: {@link Course}.
 *   <li>When a step vanished, as in a reboot, begin at the top: what is left is decided from what
 *       the machine is now, towards the same goal. At most three times altogether.
 * </ol>
 */
final class MachineRun {
  private static final int ATTEMPTS = 3;

  /** After a reboot Docker comes up later than SSH: about two minutes are granted. */
  private static final int LOOKS = 12;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  private final Undertaking run;
  private final Link link;
  private final Machine machine;
  private final MachinePlan plan;
  private final MachineHooks hooks;

  MachineRun(Undertaking run, Link link, MachinePlan plan) {
    this.run = run;
    this.link = link;
    this.machine = link.machine();
    this.plan = plan;
    this.hooks = new MachineHooks(run.hooks(), machine, plan, run.interrupt());
  }

  MachineResult go() throws InterruptedException {
    return hooks.closed(result());
  }

  private MachineResult result() throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<MachineResult> end = attempt(attempt);
      if (end.isPresent()) {
        return end.get();
      }
    }
    return result(
        Outcome.FAILED,
        "a step began " + ATTEMPTS + " times, and each time it left no trace of an end",
        "look at why the machine goes down; then run apply again: it resumes where the machine is");
  }

  /** One attempt; empty when a step vanished. */
  private Optional<MachineResult> attempt(int attempt) throws InterruptedException {
    String harm = attempt == 1 ? " (nothing was changed)" : " (after a step left no trace)";
    try {
      Entry entry = entered(attempt);
      if (entry instanceof Entry.Granted granted) {
        return inside(granted, attempt, harm);
      }
      if (entry instanceof Entry.Held held) {
        return end(Outcome.LOCKED, held.lock().held() + harm, held.lock().fix(machine));
      }
      Entry.Failed failed = (Entry.Failed) entry;
      return end(Outcome.FAILED, failed.reason() + harm, failed.fix());
    } catch (RemoteException away) {
      return end(Outcome.of(away), away.reason() + harm, away.fix());
    }
  }

  /** Enters; again and again while a machine that may have rebooted can't be read yet. */
  private Entry entered(int attempt) throws RemoteException, InterruptedException {
    Entry entry = enter();
    for (int look = 1; attempt > 1 && isUnread(entry) && look < LOOKS; look++) {
      run.crew().time().pause().of(BETWEEN_LOOKS);
      entry = enter();
    }
    return entry;
  }

  private Entry enter() throws RemoteException, InterruptedException {
    return link.untilHeard(
        connection -> run.crew().work().enter(connection, machine, run.order().visit()));
  }

  private static boolean isUnread(Entry entry) {
    return entry instanceof Entry.Granted granted && granted.seen() instanceof Unknown;
  }

  private Optional<MachineResult> inside(Entry.Granted granted, int attempt, String harm)
      throws InterruptedException {
    if (granted.seen() instanceof Unknown unknown) {
      return leave(granted, result(Outcome.FAILED, unknown.reason() + harm, unknown.fix()));
    }
    Seen seen = (Seen) granted.seen();
    Freshness freshness = Freshness.of(plan, run.order().plan().bundle(), seen, run.run());
    if (freshness instanceof Freshness.Same) {
      Course.Footing footing = new Course.Footing(granted.token(), seen, attempt);
      return new Course(run, link, plan, footing, hooks).go(steps(seen, attempt));
    }
    if (freshness instanceof Freshness.Stale stale) {
      MachineResult moved =
          result(
              attempt == 1 ? Outcome.STALE : Outcome.FAILED,
              stale.reason() + harm,
              "plan again, and review what moved");
      return leave(granted, moved);
    }
    return leave(granted, result(attempt == 1 ? Outcome.IN_SYNC : Outcome.APPLIED, "", ""));
  }

  /** The plan's steps, of which the preparations are done; later what the machine still lacks. */
  private List<StepKind> steps(Seen seen, int attempt) {
    return attempt == 1
        ? plan.steps().stream().filter(step -> !step.isPreparation()).toList()
        : Remainder.of(seen, plan.goal().orElseThrow(), run.order().plan().bundle()).steps();
  }

  private Optional<MachineResult> leave(Entry.Granted granted, MachineResult result)
      throws InterruptedException {
    return Optional.of(link.leave(run.crew().work(), granted.token(), result));
  }

  private Optional<MachineResult> end(Outcome outcome, String reason, String fix) {
    return Optional.of(result(outcome, reason, fix));
  }

  private MachineResult result(Outcome outcome, String reason, String fix) {
    return new MachineResult(machine.name(), outcome, reason, fix);
  }
}
