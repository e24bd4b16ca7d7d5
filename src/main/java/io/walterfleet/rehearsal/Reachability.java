package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rehearsal.Assumptions.Act;
import io.walterfleet.rehearsal.Fault.Kind;
import io.walterfleet.remote.RemoteException;
import java.time.Duration;
import java.time.Instant;

/** Whether one machine can be reached, and what breaks the talk with it. */
final class Reachability {
  private final Machine machine;
  private final VirtualTime time;
  private final SimulatedTimings simulatedTimings;
  private final FaultDraw faultDraw;
  private boolean isGone;
  private Instant backAt = Instant.MIN;

  Reachability(
      Machine machine, VirtualTime time, SimulatedTimings simulatedTimings, FaultDraw faultDraw) {
    this.machine = machine;
    this.time = time;
    this.simulatedTimings = simulatedTimings;
    this.faultDraw = faultDraw;
    this.isGone = faultDraw.of(Kind.UNREACHABLE).isPresent();
  }

  /** Connects and logs in. */
  void connect() throws RemoteException, InterruptedException {
    if (!isUp()) {
      Duration patience = machine.ssh().connectTimeout();
      time.of(patience);
      throw new RemoteException(
          RemoteException.Kind.UNREACHABLE,
          "no answer within " + patience.toSeconds() + " s (simulated)",
          "");
    }
    time.of(simulatedTimings.of(Act.CONNECT));
  }

  boolean isUp() {
    return !isGone && !time.instant().isBefore(backAt);
  }

  /** True when the machine goes down in this step; it does so once. */
  boolean isRebootedBy(StepKind step) {
    return faultDraw.onceAt(Kind.REBOOT, step).isPresent();
  }

  /** Goes down in the middle of something that takes so long. */
  void reboot(Duration takes) throws RemoteException, InterruptedException {
    time.of(takes.dividedBy(2));
    backAt = time.instant().plus(simulatedTimings.of(Act.REBOOT));
    throw lost();
  }

  /** Breaks the talk in the middle of a step that takes so long, where a fault says so. */
  void meet(StepKind step, Duration takes) throws RemoteException, InterruptedException {
    isGone = isGone || faultDraw.at(Kind.UNREACHABLE, step).isPresent();
    if (isGone || faultDraw.onceAt(Kind.SSH_DROP, step).isPresent()) {
      time.of(takes.dividedBy(2));
      throw lost();
    }
  }

  static RemoteException lost() {
    return new RemoteException(
        RemoteException.Kind.LOST, "the connection was lost (simulated)", "");
  }
}
