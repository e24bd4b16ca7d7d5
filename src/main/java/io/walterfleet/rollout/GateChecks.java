package io.walterfleet.rollout;

import io.walterfleet.fleet.Check;
import io.walterfleet.fleet.Gate;
import io.walterfleet.health.GateResult;
import io.walterfleet.health.Health;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.rollout.CheckRunner.Answer;
import io.walterfleet.rollout.HookRunner.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checks of a gate, asked of a machine that is healthy itself.
 *
 * <p>All of them must pass, and the machine stay ready, without a break for as long as the longest
 * {@code for} says; whatever does not pass begins the count anew, an answer that says nothing, too.
 * The end is the gate's timeout and that longest time after the first question.
 */
final class GateChecks {
  /** More often than this in its time no check is asked. */
  private static final int QUESTIONS = 30;

  private static final String FIX =
      "see why the check does not pass; if it only takes longer, raise 'rollout: gate: timeout'";

  private final Ports ports;
  private final Gate gate;
  private final MachineConnection machineConnection;
  private final PublishedAddress publishedAddress;

  GateChecks(
      Ports ports,
      Gate gate,
      MachineConnection machineConnection,
      PublishedAddress publishedAddress) {
    this.ports = ports;
    this.gate = gate;
    this.machineConnection = machineConnection;
    this.publishedAddress = publishedAddress;
  }

  /** Asks until all passed for long enough, or it is too late. */
  GateResult await(Lease lease) throws RemoteException, InterruptedException {
    if (gate.checks().isEmpty()) {
      return new GateResult.Healthy();
    }
    Duration holds =
        gate.checks().stream().map(Check::holds).max(Comparator.naturalOrder()).orElseThrow();
    Instant end = now().plus(gate.timeout()).plus(holds);
    Optional<Instant> since = Optional.empty();
    while (true) {
      Optional<String> trouble = trouble(lease);
      Instant now = now();
      since = trouble.isPresent() ? Optional.empty() : since.or(() -> Optional.of(now));
      if (since.isPresent() && !now.isBefore(since.get().plus(holds))) {
        return new GateResult.Healthy();
      }
      if (trouble.isPresent() && !now.isBefore(end)) {
        return new GateResult.NotReady(trouble.get(), FIX);
      }
      ports.time().pause().of(pause(holds));
    }
  }

  private Duration pause(Duration holds) {
    Duration part = holds.dividedBy(QUESTIONS);
    return part.compareTo(gate.interval()) > 0 ? part : gate.interval();
  }

  /** What does not pass now, in a sentence. */
  private Optional<String> trouble(Lease lease) throws RemoteException, InterruptedException {
    Health health =
        machineConnection.untilHeard(
            connection -> {
              lease.beat(connection);
              return ports.healthGate().ask(connection, publishedAddress, gate);
            });
    if (!(health instanceof Health.Ready)) {
      return Optional.of(
          health instanceof Health.Starting starting
              ? "while its checks were asked, " + starting.reason()
              : "it was not ready any more while its checks were asked");
    }
    for (Check check : gate.checks()) {
      Answer answer = ports.checks().ask(check.question(), facts());
      if (answer.kind() != Answer.Kind.PASS) {
        return Optional.of(
            "its check did not pass: " + check.question().name() + " " + answer.words());
      }
    }
    return Optional.empty();
  }

  private Facts facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("machine", machineConnection.machine().name());
    facts.put("group", machineConnection.machine().group());
    facts.put("address", machineConnection.machine().ssh().address());
    facts.put("host", publishedAddress.host().orElse(""));
    return new Facts(facts, List.of(machineConnection.machine().name()));
  }

  private Instant now() {
    return ports.time().clock().instant();
  }
}
