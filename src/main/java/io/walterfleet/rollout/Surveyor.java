package io.walterfleet.rollout;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.health.HealthGate;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.step.MachineOperations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads all machines of a fleet: one connection and one round trip each; changes nothing. Where
 * health is asked for, that is done over the same connection, before the next machine's turn.
 */
public final class Surveyor {
  private final MachineOperations operations;
  private final ConnectionPool connections;
  private final int forks;
  private final ParallelExecutor parallelExecutor;

  /**
   * A surveyor.
   *
   * @param forks how many machines at a time
   */
  public Surveyor(MachineOperations operations, ConnectionPool connections, int forks) {
    this(operations, connections, forks, Parallel::map);
  }

  /** A surveyor with other workers than threads. */
  public Surveyor(
      MachineOperations operations,
      ConnectionPool connections,
      int forks,
      ParallelExecutor parallelExecutor) {
    this.parallelExecutor = parallelExecutor;
    this.operations = operations;
    this.connections = connections;
    this.forks = forks;
  }

  /**
   * What a machine answered.
   *
   * @param health how Walter is there; empty when nobody asked, or there is none
   */
  public record Answer(Machine machine, Observation observation, Optional<Condition> health) {}

  /**
   * Reads every machine; one that can't be read is unknown, with the reason.
   *
   * @param heard called for each answer as it comes, from several threads
   */
  public Map<String, Observation> survey(Fleet fleet, Consumer<Answer> heard)
      throws InterruptedException {
    return read(fleet, this::observe, heard, (seen, connection) -> Optional.empty()).seen();
  }

  /** The same, and asks each Walter how it is. */
  public Survey examine(Fleet fleet, HealthGate healthGate, Consumer<Answer> heard)
      throws InterruptedException {
    return read(
        fleet, this::observe, heard, new HealthSurvey(healthGate, fleet.rollout().gate())::of);
  }

  /**
   * The same of machines that may have been read a moment ago, and asks only those Walters how they
   * are of which this is wanted.
   *
   * @param lately what was read a moment ago, by name; what could not be read then is read again
   */
  Survey examine(
      Fleet fleet,
      Map<String, Observation> lately,
      HealthGate healthGate,
      BiPredicate<Machine, Observation> wanted)
      throws InterruptedException {
    HealthSurvey health = new HealthSurvey(healthGate, fleet.rollout().gate());
    return read(
        fleet,
        machine -> lately.get(machine.name()) instanceof Seen seen ? seen : observe(machine),
        answer -> {},
        (seen, connection) ->
            wanted.test(connection.machine(), seen)
                ? health.of(seen, connection)
                : Optional.empty());
  }

  /** What is asked of a machine that was read, if anything. */
  private interface Question {
    Optional<Condition> of(Observation seen, MachineConnection machineConnection);
  }

  private Survey read(
      Fleet fleet, Function<Machine, Observation> reader, Consumer<Answer> heard, Question question)
      throws InterruptedException {
    List<Answer> answers =
        parallelExecutor.map(
            fleet.machines(),
            forks,
            machine -> {
              Observation seen = reader.apply(machine);
              Answer answer = new Answer(machine, seen, question.of(seen, connections.to(machine)));
              connections.rest(machine);
              heard.accept(answer);
              return answer;
            });
    Map<String, Observation> all = new LinkedHashMap<>();
    Map<String, Condition> health = new LinkedHashMap<>();
    for (Answer answer : answers) {
      all.put(answer.machine().name(), answer.observation());
      answer.health().ifPresent(one -> health.put(answer.machine().name(), one));
    }
    return new Survey(all, new Conditions(health));
  }

  private Observation observe(Machine machine) {
    return connections.ask(
        machine, connection -> operations.survey(connection, machine), Unknown::new);
  }
}
