package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.inventory.Unpublished;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Planner;
import io.walterfleet.release.ReleaseException;
import io.walterfleet.rollout.ConnectionPool;
import io.walterfleet.rollout.Examiner;
import io.walterfleet.rollout.Survey;
import io.walterfleet.rollout.Surveyor;
import io.walterfleet.step.Examination;
import io.walterfleet.step.MachineOperations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is read of the machines of a fleet, and what follows from it: a plan, how they are, what
 * drifted. Changes nothing.
 */
public final class FleetSurvey {
  /** Somebody may be asked between a survey and a run, or a bundle be downloaded. */
  private static final Duration LATELY = Duration.ofMinutes(1);

  private final CommandRuntime runtime;
  private final Fleet fleet;
  private final AdviceRenderer advice;
  private final Reach reach;
  private Optional<Planned> planned = Optional.empty();
  private Map<String, Observation> read = Map.of();
  private Instant readAt = Instant.EPOCH;

  FleetSurvey(CommandRuntime runtime, Fleet fleet, AdviceRenderer advice, Reach reach) {
    this.runtime = runtime;
    this.fleet = fleet;
    this.advice = advice;
    this.reach = reach;
  }

  /**
   * How the machines are reached.
   *
   * @param forks how many at a time
   */
  record Reach(MachineOperations operations, ConnectionPool connections, int forks) {}

  /**
   * Reads the manifest, then all machines, and plans.
   *
   * @param shown whether progress is shown, which needs a terminal
   */
  public Planned plan(boolean shown) throws UsageException, ReleaseException, InterruptedException {
    return plan(shown, Asked.FACTS);
  }

  /** The same, and asks for more. */
  public Planned plan(boolean shown, Asked asked)
      throws UsageException, ReleaseException, InterruptedException {
    Manifest manifest = new Releases(runtime).manifest(fleet.manifest());
    UsageException.unless(Unpublished.of(fleet, manifest));
    Survey survey = survey(shown, asked);
    Planned made =
        judged()
            .of(
                survey.seen(),
                known ->
                    new Planned(
                        advice.of(Planner.plan(header(), fleet, manifest, known)),
                        known,
                        survey.health(),
                        Optional.of(manifest)));
    planned = Optional.of(made);
    return made;
  }

  /**
   * Reads all machines with their health, and plans as far as that can be done without the vendor.
   */
  public Planned status(boolean shown) throws InterruptedException {
    Optional<Manifest> manifest = new Releases(runtime).anyManifest(fleet.manifest());
    Survey survey = survey(shown, Asked.HEALTH);
    return judged()
        .of(
            survey.seen(),
            seen ->
                new Planned(
                    advice.of(
                        manifest
                            .map(known -> Planner.plan(header(), fleet, known, seen))
                            .orElseGet(
                                () ->
                                    FleetDrift.withoutManifest(header(), fleet, seen).overview())),
                    seen,
                    survey.health(),
                    manifest));
  }

  public Plan.Header header() {
    return new Plan.Header(
        RunIds.next(runtime), runtime.environment().clock().instant(), fleet.name());
  }

  /** Reads all machines, and tells what drifted and how Walter is; also without a manifest. */
  public FleetDrift drift(Optional<Manifest> manifest, boolean shown) throws InterruptedException {
    Survey survey = survey(shown, Asked.HEALTH);
    return judged()
        .of(
            survey.seen(),
            seen ->
                advice.of(
                    manifest
                        .map(known -> FleetDrift.of(header(), fleet, known, seen))
                        .orElseGet(() -> FleetDrift.withoutManifest(header(), fleet, seen))
                        .with(survey.health())));
  }

  /**
   * Reads all machines.
   *
   * @param shown whether progress is shown, which needs a terminal
   */
  public Map<String, Observation> observe(boolean shown) throws InterruptedException {
    return survey(shown, Asked.FACTS).seen();
  }

  /** What each machine has of all that is assumed of Walter. */
  public Map<String, Examination> examine() throws InterruptedException {
    Observing.leaveAtOnce(runtime);
    return new Examiner(reach.operations(), reach.connections(), reach.forks())
        .examine(fleet.machines());
  }

  /**
   * What a run left on the one machine that there is.
   *
   * @param run empty for the newest there
   * @param lines at most of each step
   */
  public Examination logs(String run, int lines) throws InterruptedException {
    Observing.leaveAtOnce(runtime);
    return new Examiner(reach.operations(), reach.connections(), reach.forks())
        .logs(fleet.machines().get(0), run, lines);
  }

  /** The same of the machines that a plan made earlier changes; the others are not contacted. */
  public Map<String, Observation> observe(Plan made, boolean shown) throws InterruptedException {
    List<Machine> some =
        fleet.machines().stream()
            .filter(
                machine ->
                    made.acting().stream().anyMatch(one -> one.name().equals(machine.name())))
            .toList();
    return survey(fleet.with(some), shown, Asked.FACTS).seen();
  }

  /** What was planned last, if anything was. */
  Optional<Planned> planned() {
    return planned;
  }

  /** What was read last, by name; nothing where that is not just now, but some time ago. */
  Map<String, Observation> lately() {
    return readAt.plus(LATELY).isAfter(runtime.environment().clock().instant()) ? read : Map.of();
  }

  private Judged judged() {
    return new Judged(fleet, new ErrorFiles(runtime).containment());
  }

  private Survey survey(boolean shown, Asked asked) throws InterruptedException {
    return survey(fleet, shown, asked);
  }

  private Survey survey(Fleet some, boolean shown, Asked asked) throws InterruptedException {
    Survey survey =
        new Observing(runtime, some, advice)
            .survey(
                new Surveyor(reach.operations(), reach.connections(), reach.forks()), shown, asked);
    read = survey.seen();
    readAt = runtime.environment().clock().instant();
    return survey;
  }
}
