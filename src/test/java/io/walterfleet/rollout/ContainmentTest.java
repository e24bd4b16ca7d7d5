package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.rollout.testing.FakeFleet;
import io.walterfleet.rollout.testing.FakeTime;
import io.walterfleet.rollout.testing.FakeWork;
import io.walterfleet.rollout.testing.Rollouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a machine makes this program throw is that machine's failure. */
@Timeout(30)
@Tag("unit")
class ContainmentTest {
  private static final String REASON =
      "this program could not handle what it met, which is a bug; the details are in FILE";
  private static final Machine STORE = Samples.machine("store-1");

  private final List<Throwable> incidents = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Containment containment = new Containment(this::place, notes::add);
  private final FakeTime time = new FakeTime();

  static Stream<Throwable> throwables() {
    return Stream.of(
        new IllegalStateException("x"),
        new StackOverflowError(),
        new OutOfMemoryError("Java heap space"),
        new NoClassDefFoundError("x/Y"),
        new AssertionError("x"));
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void anyThrowableIsAFailureOfTheMachineWithThePlaceOfTheDetails(Throwable thrown) {
    RemoteException failure =
        catchThrowableOfType(
            RemoteException.class,
            () ->
                containment.of(
                    () -> {
                      throw sneaky(thrown);
                    }));
    assertThat(failure.kind()).isEqualTo(Kind.UNHANDLED);
    assertThat(failure.reason()).isEqualTo(REASON);
    assertThat(failure.fix()).isEqualTo("report it with that file; no other machine is affected");
    assertThat(incidents).containsExactly(thrown);
  }

  @Test
  void whatIsForeseenIsThrownAsItIs() {
    RemoteException away = new RemoteException(Kind.LOST, "gone", "");
    assertThat(
            catchThrowableOfType(
                RemoteException.class,
                () ->
                    containment.of(
                        () -> {
                          throw away;
                        })))
        .isSameAs(away);
    assertThatThrownBy(
            () ->
                containment.of(
                    () -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(incidents).isEmpty();
  }

  @Test
  void theOtherMachinesAreReadAndTheConnectionIsGivenUp() throws Exception {
    FakeFleet network = new FakeFleet(time);
    List<Machine> machines = List.of(STORE, Samples.machine("store-2"), Samples.machine("store-3"));
    ConnectionPool connections = new ConnectionPool(hostile(network, "store-2"), time, containment);
    Map<String, Observation> seen =
        new Surveyor(new FakeWork("survey"), connections, 2)
            .survey(Samples.fleet(Rollouts.of(0, 3), machines), answer -> {});
    assertThat(seen.get("store-2"))
        .isEqualTo(new Unknown(REASON, "report it with that file; no other machine is affected"));
    assertThat(seen.values()).filteredOn(Observation.Seen.class::isInstance).hasSize(2);
    connections.close();
    assertThat(network.connected()).isEmpty();
  }

  @Test
  void aConnectionThatCannotBeClosedHarmsNobody() throws Exception {
    FakeFleet network = new FakeFleet(time);
    ConnectionPool connections =
        new ConnectionPool(machine -> new Unclosable(network.open(machine)), time, containment);
    connections.to(STORE).once(connection -> 1);
    connections.close();
    assertThat(notes).containsExactly(REASON);
  }

  @Test
  void aListenerThatThrowsDoesNotEndARun() throws Exception {
    EventPublisher events =
        new EventPublisher(
            time,
            event -> {
              throw new IllegalStateException("x");
            },
            containment);
    events.tell(new Event.BatchFinished(events.now(), 1, "wave", 0));
    assertThat(notes).containsExactly(REASON);
  }

  @Test
  void inMemoryWhatIsThrownIsSeen() {
    IllegalStateException seen =
        catchThrowableOfType(
            IllegalStateException.class,
            () ->
                Containment.NONE.quietly(
                    () -> {
                      throw new AssertionError("x");
                    }));
    assertThat(seen).hasCauseInstanceOf(AssertionError.class);
  }

  private String place(Throwable incident) {
    incidents.add(incident);
    return "FILE";
  }

  private static Remote hostile(FakeFleet network, String name) {
    return machine -> {
      if (machine.name().equals(name)) {
        throw new StackOverflowError();
      }
      return network.open(machine);
    };
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /** A connection that fails when it is closed. */
  private record Unclosable(Connection real) implements Connection {
    @Override
    public io.walterfleet.remote.Reply run(
        io.walterfleet.remote.Program program, java.time.Duration deadline)
        throws RemoteException, InterruptedException {
      return real.run(program, deadline);
    }

    @Override
    public io.walterfleet.remote.Tunnel tunnel(String host, int port, java.time.Duration deadline)
        throws RemoteException, InterruptedException {
      return real.tunnel(host, port, deadline);
    }

    @Override
    public void close() {
      throw new IllegalStateException("x");
    }
  }
}
