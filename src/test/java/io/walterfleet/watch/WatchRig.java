package io.walterfleet.watch;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Operations;
import io.walterfleet.fleet.ProofScope;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A watch over machines in memory, in a time that passes at once. Machines drift when a test says
 * so, and are put back unless they resist.
 */
final class WatchRig implements Inventory {
  static final Instant BEGIN = Instant.parse("2026-11-23T10:00:00Z");

  private final Map<Instant, Runnable> happenings = new LinkedHashMap<>();
  final TreeSet<String> drifted = new TreeSet<>();
  final TreeSet<String> resisting = new TreeSet<>();
  final TreeSet<String> unseen = new TreeSet<>();
  final List<Notice> notices = new ArrayList<>();
  final List<Instant> surveys = new ArrayList<>();
  final List<String> corrections = new ArrayList<>();
  Maintenance maintenance = Maintenance.ANY_TIME;
  List<String> machines = List.of("a", "b", "c");
  String problems = "";
  String away = "";
  int version;
  Duration surveyTakes = Duration.ZERO;
  Duration correctionTakes = Duration.ZERO;
  Instant now = BEGIN;
  private Runnable onSurvey = () -> {};
  private Instant end = BEGIN;
  private final Watch watch;

  WatchRig(Duration every, Duration splay, boolean correct) {
    watch =
        new Watch(
            new Watch.Settings(every, splay, correct),
            this,
            new Watch.Rounds(this::watchRound, incident -> "FILE"),
            new Watch.Time(() -> now, this::pass, new Random(7)),
            notices::add);
  }

  /** At the beginning of each survey this happens. */
  void each(Runnable what) {
    onSurvey = what;
  }

  /** At this time after the beginning, this happens. */
  WatchRig after(Duration passed, Runnable what) {
    happenings.put(BEGIN.plus(passed), what);
    return this;
  }

  /** Watches for so long. */
  Watch.End runFor(Duration length) {
    end = BEGIN.plus(length);
    return watch.run();
  }

  void stop() {
    watch.stop();
  }

  void changeInventory(Runnable change) {
    change.run();
    version++;
  }

  /** The surveys, in seconds since the beginning. */
  List<Long> surveySeconds() {
    return surveys.stream().map(at -> Duration.between(BEGIN, at).toSeconds()).toList();
  }

  <N extends Notice> List<N> told(Class<N> kind) {
    return notices.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public String stamp() {
    return Integer.toString(version);
  }

  @Override
  public Reading read() {
    return problems.isEmpty() ? new Reading.Good(fleet()) : new Reading.Bad(problems);
  }

  Fleet fleet() {
    List<Machine> all = machines.stream().map(Samples::machine).toList();
    Fleet plain = Samples.fleet(Rollout.DEFAULT, all);
    return new Fleet(
        plain.origin(),
        all,
        plain.rollout(),
        plain.productLayout(),
        new Operations(
            5,
            maintenance,
            List.of(),
            Hooks.NONE,
            Optional.empty(),
            Optional.empty(),
            ProofScope.NEVER));
  }

  private void pass(Duration duration) {
    passTo(now.plus(duration));
    if (!now.isBefore(end)) {
      watch.stop();
    }
  }

  private void passTo(Instant to) {
    happenings.entrySet().stream()
        .filter(entry -> !entry.getKey().isAfter(to))
        .toList()
        .forEach(
            entry -> {
              now = entry.getKey().isAfter(now) ? entry.getKey() : now;
              happenings.remove(entry.getKey());
              entry.getValue().run();
            });
    now = to;
  }

  private WatchRound watchRound(Fleet fleet) {
    return new WatchRound() {
      @Override
      public FleetDrift survey() throws RoundFailedException {
        surveys.add(now);
        onSurvey.run();
        passTo(now.plus(surveyTakes));
        if (!away.isEmpty()) {
          throw new RoundFailedException(away);
        }
        Map<String, Observation> seen = new LinkedHashMap<>();
        fleet.machines().forEach(machine -> seen.put(machine.name(), look(machine.name())));
        return FleetDrift.of(
            new Plan.Header("p" + surveys.size(), now, "emea"), fleet, Samples.MANIFEST, seen);
      }

      @Override
      public RunResult correct(Plan plan, Consumer<Event> listener, Interrupt interrupt) {
        List<MachineResult> results = new ArrayList<>();
        plan.machines()
            .forEach(
                machine ->
                    results.add(result(machine.name(), machine.verdict().acts(), interrupt)));
        RunResult.Ending ending =
            interrupt.isRequested() ? RunResult.Ending.INTERRUPTED : RunResult.Ending.COMPLETE;
        return new RunResult("r", plan, results, ending, Duration.ZERO);
      }

      @Override
      public void close() {}
    };
  }

  private Observation look(String machine) {
    if (unseen.contains(machine)) {
      return new Observation.Unknown("no route", "mend it");
    }
    Sighting whole = Sighting.of("1.8.3");
    return drifted.contains(machine)
        ? whole.with(io.walterfleet.plan.Stack.NONE).seen()
        : whole.seen();
  }

  private MachineResult result(String machine, boolean acts, Interrupt interrupt) {
    if (!acts) {
      return new MachineResult(machine, Outcome.IN_SYNC, "", "");
    }
    if (interrupt.isRequested() || interrupt.isClosed()) {
      return new MachineResult(machine, Outcome.SKIPPED, "", "");
    }
    passTo(now.plus(correctionTakes));
    corrections.add(machine + " " + Duration.between(BEGIN, now).toMinutes());
    if (resisting.contains(machine)) {
      return new MachineResult(machine, Outcome.FAILED, "it resists", "");
    }
    drifted.remove(machine);
    return new MachineResult(machine, Outcome.APPLIED, "", "");
  }
}
