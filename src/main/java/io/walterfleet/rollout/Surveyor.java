package io.walterfleet.rollout;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads all machines of a fleet: one connection and one round trip each; changes nothing. */
public final class Surveyor {
  private final Work work;
  private final Links links;
  private final int forks;
  private final Workers workers;

  /**
   * A surveyor.
   *
   * @param forks how many machines at a time
   */
  public Surveyor(Work work, Links links, int forks) {
    this(work, links, forks, Workers.THREADS);
  }

  /** A surveyor with other workers than threads. */
  public Surveyor(Work work, Links links, int forks, Workers workers) {
    this.workers = workers;
    this.work = work;
    this.links = links;
    this.forks = forks;
  }

  /** What a machine answered. */
  public record Answer(Machine machine, Observation observation) {}

  /**
   * Reads every machine; one that can't be read is unknown, with the reason.
   *
   * @param heard called for each answer as it comes, from several threads
   */
  public Map<String, Observation> survey(Fleet fleet, Consumer<Answer> heard)
      throws InterruptedException {
    List<Answer> answers =
        workers.map(
            fleet.machines(),
            forks,
            machine -> {
              Answer answer = new Answer(machine, observe(machine));
              links.rest(machine);
              heard.accept(answer);
              return answer;
            });
    Map<String, Observation> all = new LinkedHashMap<>();
    answers.forEach(answer -> all.put(answer.machine().name(), answer.observation()));
    return all;
  }

  private Observation observe(Machine machine) {
    try {
      return links.to(machine).once(connection -> work.survey(connection, machine));
    } catch (RemoteException away) {
      return new Unknown(away.reason(), away.fix());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Unknown("interrupted before it answered", "");
    }
  }
}
