package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.rollout.testing.FakeFleet;
import io.walterfleet.rollout.testing.FakeTime;
import io.walterfleet.rollout.testing.FakeWork;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Rollouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one connection to a machine, and all of them together. */
@Timeout(30)
@Tag("unit")
class ConnectionPoolTest {
  private static final Machine STORE = Samples.machine("store-1");

  private final FakeTime time = new FakeTime();
  private final FakeFleet network = new FakeFleet(time);
  private final ConnectionPool connections = new ConnectionPool(network, time);

  @Test
  void nothingIsOpenedBeforeItIsUsed() {
    connections.to(STORE);
    assertThat(network.connections("store-1")).isZero();
  }

  @Test
  void aConnectionIsKept() throws Exception {
    connections.to(STORE).once(connection -> 1);
    connections.to(STORE).untilHeard(connection -> 2);
    assertThat(network.connections("store-1")).isEqualTo(1);
  }

  @Test
  void aConnectionThatBrokeIsClosedAndOpenedAgainAtItsNextUse() throws Exception {
    assertThatThrownBy(() -> connections.to(STORE).once(connection -> fail(Kind.LOST)))
        .isInstanceOf(RemoteException.class);
    assertThat(network.connected()).isEmpty();
    connections.to(STORE).once(connection -> 1);
    assertThat(network.connections("store-1")).isEqualTo(2);
    assertThat(time.paused()).isZero();
  }

  @Test
  void whatIsSaidUntilHeardIsSaidTenTimesAtMostAndTheWaitsGrow() {
    AtomicInteger said = new AtomicInteger();
    assertThatThrownBy(
            () ->
                connections
                    .to(STORE)
                    .untilHeard(
                        connection -> {
                          said.incrementAndGet();
                          return fail(Kind.LOST);
                        }))
        .isInstanceOf(RemoteException.class)
        .hasMessage("broken: LOST");
    assertThat(said).hasValue(10);
    // 0.5, 1, 2, 4, 8, 16, 20, 20, 20 seconds, each a quarter less or more
    assertThat(time.paused()).isBetween(Duration.ofMillis(68_600), Duration.ofMillis(114_400));
  }

  @ParameterizedTest
  @EnumSource(names = "LOST", mode = EnumSource.Mode.EXCLUDE)
  void whatIsNotALossIsNotSaidAgain(Kind kind) {
    AtomicInteger said = new AtomicInteger();
    assertThatThrownBy(
            () ->
                connections
                    .to(STORE)
                    .untilHeard(
                        connection -> {
                          said.incrementAndGet();
                          return fail(kind);
                        }))
        .isInstanceOf(RemoteException.class);
    assertThat(said).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "UNREACHABLE", "TIMED_OUT"})
  void afterALossAMachineMayBeAwayForAWhile(Kind kind) throws Exception {
    AtomicInteger said = new AtomicInteger();
    int heard =
        connections
            .to(STORE)
            .untilHeard(
                connection ->
                    switch (said.incrementAndGet()) {
                      case 1 -> fail(Kind.LOST);
                      case 2, 3 -> fail(kind);
                      default -> said.get();
                    });
    assertThat(heard).isEqualTo(4);
  }

  @Test
  void afterALossARefusalIsTheEnd() {
    AtomicInteger said = new AtomicInteger();
    assertThatThrownBy(
            () ->
                connections
                    .to(STORE)
                    .untilHeard(
                        connection ->
                            fail(said.incrementAndGet() == 1 ? Kind.LOST : Kind.HOST_KEY_CHANGED)))
        .isInstanceOf(RemoteException.class)
        .hasMessage("broken: HOST_KEY_CHANGED");
    assertThat(said).hasValue(2);
  }

  @Test
  void aConnectionThatIsDroppedIsClosed() throws Exception {
    connections.to(STORE).once(connection -> 1);
    connections.drop("store-1");
    connections.drop("store-9");
    assertThat(network.connected()).isEmpty();
  }

  @Test
  void allConnectionsAreClosedTogether() throws Exception {
    for (Machine machine : Rollouts.stores(3)) {
      connections.to(machine).once(connection -> 1);
    }
    assertThat(network.connected()).containsExactly("store-1", "store-2", "store-3");
    connections.close();
    connections.close();
    assertThat(network.connected()).isEmpty();
  }

  @Test
  void aSurveyReadsEachMachineOnceAndTellsOfItAsItComes() throws InterruptedException {
    network.machine("store-1").installed(Samples.image("1.8.3"));
    network.machine("store-2").strike("survey", new Fault.LostBefore());
    network.refuse("store-3", 1);
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    Map<String, Observation> seen =
        new Surveyor(new FakeWork("survey"), connections, 2)
            .survey(
                Samples.fleet(Rollouts.of(0, 1), Rollouts.stores(3)),
                answer -> heard.add(answer.machine().name()));
    assertThat(seen)
        .isEqualTo(
            Map.of(
                "store-1", network.machine("store-1").seen(),
                "store-2", new Observation.Unknown("the connection was lost", ""),
                "store-3",
                    new Observation.Unknown(
                        "could not connect to 10.1.0.7: connection refused",
                        "see that sshd runs on store-3")));
    assertThat(seen.keySet()).containsExactly("store-1", "store-2", "store-3");
    assertThat(heard).containsExactlyInAnyOrder("store-1", "store-2", "store-3");
    assertThat(network.connections("store-1")).isEqualTo(1);
    assertThat(network.connections("store-3")).isZero();
  }

  @Test
  void aLargeFleetKeepsNoMoreConnectionsThanASmallOne() throws InterruptedException {
    List<Machine> stores = Rollouts.stores(ConnectionPool.KEPT + 40);
    stores.forEach(store -> network.machine(store.name()).installed(Samples.image("1.8.3")));
    Map<String, Observation> seen =
        new Surveyor(new FakeWork("survey"), connections, 8)
            .survey(Samples.fleet(Rollouts.of(0, 1), stores), answer -> {});
    assertThat(seen.values()).hasSize(stores.size()).allMatch(Observation.Seen.class::isInstance);
    assertThat(network.connected()).hasSize(ConnectionPool.KEPT);
  }

  @Test
  void aMachineWhoseConnectionWasNotKeptIsConnectedAgain() throws Exception {
    List<Machine> stores = Rollouts.stores(ConnectionPool.KEPT + 1);
    for (Machine store : stores) {
      connections.to(store).once(connection -> 1);
      connections.rest(store);
    }
    Machine last = stores.get(ConnectionPool.KEPT);
    connections.to(last).once(connection -> 2);
    assertThat(network.connections(last.name())).isEqualTo(2);
    assertThat(network.connections("store-1")).isEqualTo(1);
  }

  @Test
  void afterOneLookNoConnectionIsKept() throws Exception {
    try (ConnectionPool look = ConnectionPool.forOneLook(network, time, Containment.NONE)) {
      look.to(STORE).once(connection -> 1);
      look.rest(STORE);
      assertThat(network.connected()).isEmpty();
    }
  }

  @Test
  void whoIsDroppedLeavesItsPlaceToAnother() throws Exception {
    List<Machine> stores = Rollouts.stores(ConnectionPool.KEPT + 1);
    for (Machine store : stores.subList(0, ConnectionPool.KEPT)) {
      connections.to(store).once(connection -> 1);
      connections.rest(store);
    }
    connections.drop("store-1");
    Machine last = stores.get(ConnectionPool.KEPT);
    connections.to(last).once(connection -> 1);
    connections.rest(last);
    assertThat(network.connected()).contains(last.name()).hasSize(ConnectionPool.KEPT);
  }

  private static int fail(Kind kind) throws RemoteException {
    throw new RemoteException(kind, "broken: " + kind, "");
  }
}
