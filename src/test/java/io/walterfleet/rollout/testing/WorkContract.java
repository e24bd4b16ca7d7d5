package io.walterfleet.rollout.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.BundleUse;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.Delta;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.RestoredData;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.remote.Connection;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.LockResult;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.Rollback;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.StepRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What a rollout relies on, whoever does the work: the scripts on a machine, or the fake.
 *
 * <p>The machine has an install of release 1.8.2 that no program made; the registry has 1.8.2 and
 * 1.8.3.
 */
public abstract class WorkContract {
  protected static final ImageRef OLD = Samples.image("1.8.2");
  protected static final ImageRef NEW = Samples.image("1.8.3");
  private static final List<StepKind> PLANNED =
      List.of(
          StepKind.STAGE,
          StepKind.PULL,
          StepKind.SWAP,
          StepKind.MIGRATE,
          StepKind.RESTART,
          StepKind.GATE,
          StepKind.FINISH);

  /** Another controller each time. */
  protected abstract MachineOperations controller();

  /** A connection to the one machine. */
  protected abstract Connection connection() throws Exception;

  protected abstract StepRequest.Payload payload() throws Exception;

  @Test
  void aLockIsGrantedAndSeenByOthers() throws Exception {
    LockResult.Granted granted = granted(controller(), "r1");
    assertThat(((Seen) granted.seen()).install()).isInstanceOf(Install.Present.class);
    Lock lock = seen().machineState().lock().orElseThrow();
    assertThat(List.of(lock.owner(), lock.run(), lock.reason()))
        .containsExactly("ann@desk", "r1", "upgrade");
    assertThat(lock.secondsLeft()).isBetween(100L, 120L);
  }

  @Test
  void aLockIsTakenUpAgainByWhoHasIt() throws Exception {
    MachineOperations mine = controller();
    assertThat(granted(mine, "r1").token()).isEqualTo(granted(mine, "r1").token());
    assertThat(seen().machineState().lock().orElseThrow().run()).isEqualTo("r1");
  }

  @Test
  void aLockThatIsHeldIsRefusedAndItsHolderTold() throws Exception {
    granted(controller(), "r1");
    LockResult locked = controller().enter(connection(), machine(), lockRequest("r2"));
    assertThat(locked).isInstanceOf(LockResult.Held.class);
    assertThat(((LockResult.Held) locked).lock().run()).isEqualTo("r1");
  }

  @Test
  void aLockThatIsReleasedIsFree() throws Exception {
    MachineOperations mine = controller();
    String token = granted(mine, "r1").token();
    mine.leave(connection(), machine(), token);
    mine.leave(connection(), machine(), token);
    assertThat(seen().machineState().lock()).isEmpty();
    granted(controller(), "r2");
  }

  @Test
  void aStepWithoutTheLockDoesNothing() throws Exception {
    MachineOperations other = controller();
    String token = granted(controller(), "r1").token() + "x";
    Seen before = seen();
    assertThat(run(other, "r2", token, StepKind.RESTART, 1).result()).isEqualTo(Result.LOCK_LOST);
    assertThat(seen().install()).isEqualTo(before.install());
    assertThat(seen().machineState().unfinished()).isEmpty();
  }

  @Test
  void allStepsTogetherBringTheMachineToItsGoal() throws Exception {
    MachineOperations mine = controller();
    String token = granted(mine, "r1").token();
    for (StepKind step : PLANNED) {
      if (step != StepKind.GATE) {
        assertThat(run(mine, "r1", token, step, 1).isDone()).as(step.word()).isTrue();
      }
    }
    assertThat(Delta.of(seen(), goal(NEW), bundle())).isEqualTo(new Delta(List.of(), List.of()));
    assertThat(seen().machineState().lock()).isEmpty();
    assertThat(seen().machineState().applied().orElseThrow().image()).isEqualTo(NEW.value());
  }

  @Test
  void anAttemptIsCarriedOutOnceAndToldAgain() throws Exception {
    MachineOperations mine = controller();
    String token = swapped(mine, "r1");
    assertThat(run(mine, "r1", token, StepKind.SWAP, 1).result()).isEqualTo(Result.CHANGED);
    assertThat(run(mine, "r1", token, StepKind.SWAP, 2).result()).isEqualTo(Result.ALREADY);
  }

  @Test
  void aRunThatDidNotEndIsSeen() throws Exception {
    swapped(controller(), "r1");
    assertThat(seen().machineState().unfinished())
        .contains(
            new Unfinished(
                "r1", StepKind.SWAP, true, goal(NEW).id(), List.of(StepKind.SWAP), PLANNED));
  }

  @Test
  void aRunThatDidNotEndIsTakenUpByOneWithTheSameGoal() throws Exception {
    MachineOperations first = controller();
    first.leave(connection(), machine(), swapped(first, "r1"));
    MachineOperations second = controller();
    String token = granted(second, "r2").token();
    assertThat(run(second, "r2", token, StepKind.MIGRATE, 1).isDone()).isTrue();
    assertThat(seen().machineState().unfinished())
        .contains(
            new Unfinished(
                "r2",
                StepKind.MIGRATE,
                true,
                goal(NEW).id(),
                List.of(StepKind.SWAP, StepKind.MIGRATE),
                PLANNED));
  }

  @Test
  void aRunThatDidNotEndIsInTheWayOfOneWithAnotherGoal() throws Exception {
    MachineOperations first = controller();
    first.leave(connection(), machine(), swapped(first, "r1"));
    MachineOperations second = controller();
    String token = granted(second, "r2").token();
    StepRequest other =
        stepRequest("r2", token, new StepRequest.Attempt(StepKind.SWAP, 1), goal(OLD));
    assertThat(second.run(connection(), other).result()).isEqualTo(Result.FAILED);
    assertThat(seen().machineState().unfinished().orElseThrow().run()).isEqualTo("r1");
  }

  @Test
  void anImageThatDoesNotExistFailsToBePulled() throws Exception {
    MachineOperations mine = controller();
    run(mine, "r1", "", StepKind.STAGE, 1);
    ImageRef missing = Samples.image("9.9.9");
    StepReport report =
        mine.run(
            connection(),
            stepRequest("r1", "", new StepRequest.Attempt(StepKind.PULL, 1), goal(missing)));
    assertThat(report.result()).isEqualTo(Result.FAILED);
    assertThat(report.detail())
        .startsWith("could not pull " + missing)
        .endsWith("(nothing was changed)");
  }

  @Test
  void whatWasSwappedInIsPutBack() throws Exception {
    MachineOperations mine = controller();
    Install before = seen().install();
    String token = swapped(mine, "r1");
    run(mine, "r1", token, StepKind.RESTART, 1);
    Rollback back =
        new Rollback(
            "r1", token, machine(), new Rollback.To(Optional.empty(), RestoredData.AUTO), 1);

    assertThat(mine.rollback(connection(), back).result()).isEqualTo(Result.CHANGED);
    assertThat(mine.rollback(connection(), back).result()).isEqualTo(Result.CHANGED);
    assertThat(mine.clear(connection(), back).isDone()).isTrue();

    assertThat(((Install.Present) seen().install()).keys())
        .isEqualTo(((Install.Present) before).keys());
    assertThat(seen().machineState().unfinished()).isEmpty();
    assertThat(seen().machineState().lock()).isEmpty();
  }

  protected final Machine machine() {
    return Samples.machine(
        "store-1",
        "stores",
        new Desired(
            new Target.Patch(),
            Publication.AS_IT_IS,
            BackupKind.NONE,
            BundleUse.CURRENT,
            Desired.DEFAULT_INSTALL_DIR,
            Permissions.NONE));
  }

  private LockResult.Granted granted(MachineOperations controller, String run) throws Exception {
    return (LockResult.Granted) controller.enter(connection(), machine(), lockRequest(run));
  }

  /** Stages, pulls and swaps, and keeps the lock under the token that is returned. */
  private String swapped(MachineOperations controller, String run) throws Exception {
    String token = granted(controller, run).token();
    for (StepKind step : List.of(StepKind.STAGE, StepKind.PULL, StepKind.SWAP)) {
      assertThat(run(controller, run, token, step, 1).result())
          .as(step.word())
          .isEqualTo(Result.CHANGED);
    }
    return token;
  }

  private StepReport run(
      MachineOperations controller, String run, String token, StepKind step, int attempt)
      throws Exception {
    return controller.run(
        connection(), stepRequest(run, token, new StepRequest.Attempt(step, attempt), goal(NEW)));
  }

  private StepRequest stepRequest(String run, String token, StepRequest.Attempt attempt, Goal goal)
      throws Exception {
    StepRequest.Subject subject = new StepRequest.Subject(machine(), goal, PLANNED);
    return new StepRequest(run, token, subject, attempt, payload());
  }

  private Goal goal(ImageRef image) throws Exception {
    return new Goal(
        image, Optional.empty(), payload().sha256(), Publication.AS_IT_IS, BackupKind.NONE);
  }

  private BundleRef bundle() throws Exception {
    return new BundleRef("2026.11.1", "bundle.tar.gz", payload().sha256(), payload().size());
  }

  private Seen seen() throws Exception {
    return (Seen) controller().survey(connection(), machine());
  }

  private static LockRequest lockRequest(String run) {
    return new LockRequest(run, "ann@desk", "upgrade", Duration.ofMinutes(2));
  }
}
