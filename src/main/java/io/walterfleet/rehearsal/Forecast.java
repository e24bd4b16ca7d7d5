package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Check;
import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Maintenance.Wait;
import io.walterfleet.fleet.Wave;
import io.walterfleet.rollout.RunResult;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a rollout would go.
 *
 * @param waves in order; none where each follows the one before it at once
 * @param origin where the plan comes from, fit to show
 * @param result the plan, and what would become of each of its machines
 * @param from what each machine is supposed to run at the beginning; first installs are left out
 * @param checks that a machine's gate would ask beside its own health, and a rehearsal does not
 * @param hooks that apply would run, and a rehearsal does not
 * @param waits groups whose machines apply would not begin now; a rehearsal begins at once
 * @param calendar when each wave would begin, where something makes it wait
 * @param faultHitss whom each fault struck, in the order in which the faults were asked for
 * @param course when what would happen
 */
public record Forecast(
    List<Wave> waves,
    Scenario scenario,
    String origin,
    RunResult result,
    Map<String, ImageRef> from,
    List<Check> checks,
    List<Hooks.Listed> hooks,
    List<Wait> waits,
    List<WavePart> calendar,
    List<FaultHits> faultHitss,
    Course course) {
  public Forecast {
    checks = List.copyOf(checks);
    hooks = List.copyOf(hooks);
    waits = List.copyOf(waits);
    waves = List.copyOf(waves);
    calendar = List.copyOf(calendar);
    faultHitss = List.copyOf(faultHitss);
  }

  /** The same where these groups wait, and the waves begin then. */
  public Forecast with(List<Wait> holds, List<WavePart> dates) {
    return new Forecast(
        waves, scenario, origin, result, from, checks, hooks, holds, dates, faultHitss, course);
  }

  /**
   * A wave, or a part of it between two windows.
   *
   * @param begins at the earliest
   * @param waiting how many of its machines go on in a later part
   */
  public record WavePart(Wave wave, ZonedDateTime begins, ZonedDateTime done, int waiting) {
    /** True for the part with which the wave is done. */
    public boolean isLast() {
      return waiting == 0;
    }
  }

  /** A fault, and the machines that drew it, in the order of the inventory. */
  public record FaultHits(Fault fault, List<String> machines) {
    public FaultHits {
      machines = List.copyOf(machines);
    }
  }

  /**
   * When what would happen, counted from the beginning.
   *
   * @param preparation absent where nothing is prepared before the first batch
   * @param batches those that would be begun
   * @param changedIn the batch in which a machine would be changed, by its number; those on which
   *     no step but a preparation would be begun are left out
   * @param turns of the machines that would be begun
   * @param takes all of it together, reading the machines included
   * @param peaks the most of anything at a time
   */
  public record Course(
      Optional<Phase> preparation,
      List<Phase> batches,
      Map<String, Integer> changedIn,
      Map<String, Turn> turns,
      Duration takes,
      Peaks peaks) {
    public Course {
      batches = List.copyOf(batches);
      changedIn = Map.copyOf(changedIn);
      turns = Map.copyOf(turns);
    }
  }

  /** When a machine would be begun, and when it would be through. */
  public record Turn(Duration begins, Duration ends) {}

  /**
   * A batch, or the preparation before all.
   *
   * @param number of the batch, counted from 1; 0 for the preparation
   * @param machines how many take part in it
   * @param changed how many of them would be brought to the plan's goal
   * @param failed how many of them would count against the failure budget
   */
  public record Phase(
      int number,
      String wave,
      int machines,
      Duration begins,
      Duration takes,
      int changed,
      int failed) {}

  /**
   * The most of anything at a time.
   *
   * @param connections that are open
   * @param machines that carry out a step
   */
  public record Peaks(int connections, int machines) {}
}
