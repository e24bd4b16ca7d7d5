package io.walterfleet.rollout;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.MachineOperations;
import java.util.Optional;

/** Whether a machine that was touched, and is not as it should be, was left with Walter down. */
final class Aftermath {
  private final MachineOperations operations;
  private final MachineConnection machineConnection;

  Aftermath(MachineOperations operations, MachineConnection machineConnection) {
    this.operations = operations;
    this.machineConnection = machineConnection;
  }

  /** The result of a machine, to which it adds that Walter is down there, or may be. */
  MachineResult of(MachineResult result) throws InterruptedException {
    return switch (result.outcome()) {
      case FAILED, MIGRATION_BLOCKED -> looked(result);
      case UNREACHABLE -> result.down("whether Walter runs there is not known");
      case IN_SYNC, APPLIED, PROVED, ROLLED_BACK, SKIPPED, LOCKED, STALE -> result;
    };
  }

  private MachineResult looked(MachineResult result) throws InterruptedException {
    Optional<Seen> now = now();
    if (now.isEmpty()) {
      return result.down("whether Walter runs there is not known");
    }
    return runs(now.get()) ? result : result.down("Walter is down there");
  }

  /** The same of a machine that was left between two releases, to which it adds what it has now. */
  MachineResult between(MachineResult result) throws InterruptedException {
    Optional<Seen> now = now();
    if (now.isEmpty()) {
      return result.down("what it has now, and whether Walter runs there, is not known");
    }
    String has = "the machine has " + has(now.get());
    return runs(now.get())
        ? result.with(has + ", and its containers run")
        : result.down(has + ", and Walter is down there");
  }

  /** The machine as it is now; empty where that cannot be told. */
  private Optional<Seen> now() throws InterruptedException {
    try {
      Observation seen =
          machineConnection.once(
              connection -> operations.survey(connection, machineConnection.machine()));
      return seen instanceof Seen answer ? Optional.of(answer) : Optional.empty();
    } catch (RemoteException away) {
      return Optional.empty();
    }
  }

  private static String has(Seen seen) {
    if (!(seen.install() instanceof Install.Present install)) {
      return "no install";
    }
    String image = install.keys().image().orElse("");
    return ImageRef.releaseOf(image)
        .map(release -> "release " + release)
        .orElse(image.isEmpty() ? "an install that names no image" : "the image " + image);
  }

  private static boolean runs(Seen seen) {
    return seen.install() instanceof Install.Present install && install.stack().isUp();
  }
}
