package io.walterfleet.step;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.Input;
import java.util.List;

/**
 * One step to carry out on one machine.
 *
 * @param token of the lock; empty for the steps that prepare, which need none
 * @param payload the bundle
 */
public record StepRequest(
    String run, String token, Subject subject, Attempt attempt, Payload payload) {
  /** The step. */
  public StepKind step() {
    return attempt.step();
  }

  /**
   * Which step, for the how many-th time in its run; an attempt is never begun twice.
   *
   * @param number counts from 1
   */
  public record Attempt(StepKind step, int number) {
    /** The name of its traces on the machine. */
    public String word() {
      return number == 1 ? step.word() : step.word() + "." + number;
    }
  }

  /** The machine, and what it shall become by which steps. */
  public record Subject(Machine machine, Goal goal, List<StepKind> planned) {
    public Subject {
      planned = List.copyOf(planned);
    }

    /** The subject of a machine's plan, which must have a goal. */
    public static Subject of(Machine machine, MachinePlan plan) {
      return new Subject(machine, plan.goal().orElseThrow(), plan.steps());
    }
  }

  /**
   * The bundle to upload; read once for each machine that does not have it.
   *
   * @param sha256 64 hexadecimal digits
   * @param size in bytes
   */
  public record Payload(String sha256, long size, Input bytes) {
    /** No bytes at all, for machines on which the bundle lies ready. */
    public static Payload none(String sha256) {
      return new Payload(sha256, 0, Input.text(""));
    }
  }
}
