package io.walterfleet.format;

import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunFinished;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run of this controller, as it was written down.
 *
 * @param plan absent for a rollback, which has none
 * @param events as far as they were written; empty when only the summary was read
 */
public record PastRun(Summary summary, Optional<Plan> plan, List<Event> events) {
  public PastRun {
    events = List.copyOf(events);
  }

  /** Whether it changes a machine, or will, or did: by its plan, and without one by its events. */
  public boolean changes(String machine) {
    return plan.map(known -> known.of(machine).filter(one -> one.verdict().acts()).isPresent())
        .orElseGet(() -> cameTo(machine));
  }

  /** Whether something is told of a machine. */
  public boolean cameTo(String machine) {
    return events.stream().anyMatch(event -> event.subject().equals(Optional.of(machine)));
  }

  /**
   * What was known when it began.
   *
   * @param run its id
   * @param command the command line, without secrets
   * @param owner {@code user@controller}
   * @param version of this program
   * @param note what was written down on machines as well, such as who approved; may be empty
   */
  public record Opening(
      String run,
      Instant began,
      String fleet,
      String command,
      String owner,
      String version,
      String note) {
    /** An opening of which nothing more is known. */
    public Opening(
        String run, Instant began, String fleet, String command, String owner, String version) {
      this(run, began, fleet, command, owner, version, "");
    }
  }

  /**
   * A run in short.
   *
   * @param end absent for a run that goes on, or that was killed
   * @param isRunning whether its process still lives
   */
  public record Summary(Opening opening, Optional<RunFinished> end, boolean isRunning) {
    /** What it came to, in a word or two. */
    public String result() {
      return end.map(finished -> ExitWords.of(finished.exitCode()))
          .orElse(isRunning ? "running" : "unfinished");
    }

    /** How long it took; absent while that is not known. */
    public Optional<Duration> took() {
      return end.map(finished -> Duration.between(opening.began(), finished.at()));
    }
  }
}
