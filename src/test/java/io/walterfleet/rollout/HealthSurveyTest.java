package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Gate;
import io.walterfleet.health.GateResult;
import io.walterfleet.health.Health;
import io.walterfleet.health.HealthGate;
import io.walterfleet.health.Heartbeat;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Stack;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.testing.FakeRemote;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class HealthSurveyTest {
  private static final Health DEAD = new Health.Starting("nothing listens");
  private static final Sighting WHOLE = Sighting.of("1.8.3");
  private static final Sighting STOPPED =
      WHOLE
          .with(
              new Stack(
                  Optional.of("p"),
                  List.of(new Stack.Service("walter", "exited", "walter:1.8.3", "sha256:1")),
                  Optional.empty()))
          .unfinished(
              new Unfinished(
                  "r1", StepKind.BACKUP, true, "t", List.of(), List.of(StepKind.BACKUP)));

  @TempDir Path folder;

  @Test
  void eachAnswerIsOneCondition() {
    assertThat(asked(WHOLE.seen(), new Health.Ready())).contains(Condition.READY);
    assertThat(asked(WHOLE.seen(), DEAD)).contains(Condition.notReady("nothing listens"));
    assertThat(asked(WHOLE.seen(), new Health.MigrationBlocked()))
        .contains(new Condition(State.MIGRATION_BLOCKED, "", ""));
    assertThat(asked(WHOLE.seen(), new Health.Unaskable("no curl", "install it")))
        .contains(new Condition(State.UNKNOWN, "no curl", "install it"));
  }

  @Test
  void whatHasNoInstallOrWasNotReadHasNoHealth() {
    assertThat(asked(Sighting.ofNothing().seen(), DEAD)).isEmpty();
    assertThat(asked(new Unknown("no route", "plug it in"), DEAD)).isEmpty();
  }

  @Test
  void whileARunHoldsTheMachineItIsDownByIntent() {
    Condition intent = new Condition(State.MAINTENANCE, "down for run r1", "");
    assertThat(asked(WHOLE.lock(lock(40)).seen(), DEAD)).contains(intent);
    assertThat(asked(STOPPED.lock(lock(40)).seen(), DEAD)).contains(intent);
    assertThat(asked(WHOLE.lock(lock(40)).seen(), new Health.Ready())).contains(Condition.READY);
  }

  @Test
  void whatARunStoppedAndNobodyHoldsIsNotHealthy() {
    Condition left = Condition.notReady("stopped by run r1, which did not end");
    assertThat(asked(STOPPED.seen(), DEAD)).contains(left);
    assertThat(asked(STOPPED.lock(lock(0)).seen(), DEAD)).contains(left);
  }

  @Test
  void aConnectionThatBreaksWhileItIsAskedIsNoHealth() {
    RemoteException lost = new RemoteException(Kind.LOST, "the connection was lost", "look");
    assertThat(asked(WHOLE.seen(), lost))
        .contains(new Condition(State.UNKNOWN, "the connection was lost", "look"));
  }

  private static Lock lock(long secondsLeft) {
    return new Lock("9f3c", "ana@laptop", "r1", "apply", secondsLeft, 80);
  }

  private Optional<Condition> asked(Observation seen, Health answer) {
    return asked(
        seen,
        new Fixed() {
          @Override
          public Health ask(Connection connection, PublishedAddress publishedAddress, Gate gate) {
            return answer;
          }
        });
  }

  private Optional<Condition> asked(Observation seen, RemoteException broken) {
    return asked(
        seen,
        new Fixed() {
          @Override
          public Health ask(Connection connection, PublishedAddress publishedAddress, Gate gate)
              throws RemoteException {
            throw broken;
          }
        });
  }

  private Optional<Condition> asked(Observation seen, HealthGate healthGate) {
    ConnectionPool connections = new ConnectionPool(new FakeRemote(folder), pause -> {});
    return new HealthSurvey(healthGate, Gate.DEFAULT)
        .of(seen, connections.to(Samples.machine("a")));
  }

  /** One that is asked, and at whose gate nobody waits. */
  private abstract static class Fixed implements HealthGate {
    @Override
    public Optional<Health.Unaskable> obstacle(
        Connection connection, PublishedAddress publishedAddress, Gate gate) {
      return Optional.empty();
    }

    @Override
    public GateResult await(
        Connection to, PublishedAddress publishedAddress, Gate gate, Heartbeat heartbeat) {
      throw new AssertionError("nobody waits");
    }
  }
}
