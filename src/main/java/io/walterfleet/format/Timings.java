package io.walterfleet.format;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.format.ByteLine.Sample;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long things may take on the machines of a plan, drawn from what past runs took.
 *
 * <ol>
 *   <li>A run is drawn, because what slows one machine down often slows down all of that day.
 *   <li>For each machine, one of that run on which at least the same was done.
 *   <li>A step that no machine of it did, from all machines of all runs that did it; one that
 *       nobody ever did takes its usual time.
 *   <li>The time of what uploads or copies goes with the bytes, where both times are known: {@link
 *       ByteLine}.
 * </ol>
 */
final class Timings {
  private final List<TimedRun> runs;
  private final Map<Likeness, List<Took>> alike = new HashMap<>();
  private final Map<Work, List<Took>> all = new HashMap<>();
  private final Map<Work, ByteLine> lines;

  private Timings(List<TimedRun> runs) {
    this.runs = runs;
    this.lines = lines(runs);
  }

  private static Map<Work, ByteLine> lines(List<TimedRun> runs) {
    Map<Work, List<Sample>> samples = new HashMap<>();
    runs.stream()
        .flatMap(run -> run.machines().stream())
        .forEach(
            took ->
                took.bytes()
                    .forEach(
                        (work, bytes) ->
                            samples
                                .computeIfAbsent(work, key -> new ArrayList<>())
                                .add(new Sample(bytes, took.time(work)))));
    Map<Work, ByteLine> lines = new HashMap<>();
    samples.forEach((work, all) -> lines.put(work, ByteLine.through(all)));
    return lines;
  }

  private record Likeness(TimedRun run, List<Work> works) {}

  /** What these runs tell of this plan; a run that did nothing of the kind is left out. */
  static Timings of(Plan plan, List<PastRun> past) {
    Set<Work> wanted =
        plan.acting().stream().flatMap(one -> Work.of(one).stream()).collect(Collectors.toSet());
    List<TimedRun> told =
        past.stream()
            .flatMap(run -> run.plan().map(its -> TimedRun.of(its, run.events())).stream())
            .map(run -> run.with(one -> isUseful(one, wanted)))
            .filter(run -> !run.machines().isEmpty())
            .toList();
    return new Timings(told);
  }

  private static boolean isUseful(Took took, Set<Work> wanted) {
    return took.works().keySet().stream().anyMatch(wanted::contains);
  }

  /** How many runs tell something. */
  int runs() {
    return runs.size();
  }

  /** How many machines tell something. */
  int machines() {
    return runs.stream().mapToInt(run -> run.machines().size()).sum();
  }

  /** The steps of these of which nothing is known. */
  Set<StepKind> unknown(List<MachinePlan> machines) {
    Set<Work> wanted = new HashSet<>();
    machines.forEach(machine -> wanted.addAll(Work.of(machine)));
    Set<StepKind> unknown = EnumSet.noneOf(StepKind.class);
    wanted.stream()
        .filter(work -> having(nearest(work)).isEmpty())
        .forEach(work -> unknown.add(work.step()));
    return unknown;
  }

  /** One way in which it may go. */
  Draw draw(Random random) {
    return runs.isEmpty()
        ? new Draw(new TimedRun(Duration.ZERO, Duration.ZERO, List.of()), random)
        : new Draw(runs.get(random.nextInt(runs.size())), random);
  }

  /** The last step of others, where none of them packed what this one will. */
  private Work nearest(Work work) {
    boolean isPlain = work.step() == StepKind.FINISH && having(work).isEmpty();
    return isPlain ? new Work(work.step(), BackupKind.NONE) : work;
  }

  private List<Took> having(Work work) {
    return all.computeIfAbsent(
        work,
        one ->
            runs.stream()
                .flatMap(run -> run.machines().stream())
                .filter(took -> took.works().containsKey(one))
                .toList());
  }

  private List<Took> alike(TimedRun run, List<Work> works) {
    return alike.computeIfAbsent(
        new Likeness(run, works),
        key ->
            run.machines().stream()
                .filter(took -> took.works().keySet().containsAll(works))
                .toList());
  }

  /** What was drawn for one run. */
  final class Draw {
    private final TimedRun run;
    private final Random random;

    private Draw(TimedRun run, Random random) {
      this.run = run;
      this.random = random;
    }

    Duration opening() {
      return run.opening();
    }

    Duration lead() {
      return run.lead();
    }

    /** How long it takes on a machine where this is done, and so much is copied. */
    Took of(List<Work> works, Map<Work, Long> bytes) {
      List<Took> known = alike(run, works);
      return known.isEmpty() ? composed(works, bytes) : any(known).with(bytes, lines);
    }

    private Took composed(List<Work> works, Map<Work, Long> bytes) {
      Map<Work, Duration> times = new HashMap<>();
      Map<Work, Duration> ahead = new HashMap<>();
      Duration between = Duration.ZERO;
      for (Work work : works) {
        Work nearest = nearest(work);
        List<Took> known = having(nearest);
        Duration time = work.step().usual();
        if (!known.isEmpty()) {
          Took one = any(known).with(bytes, lines);
          time = one.time(nearest);
          ahead.put(work, one.ahead(nearest));
          between = one.between();
        }
        times.put(work, time);
      }
      return new Took(times, ahead, bytes, between);
    }

    private Took any(List<Took> known) {
      return known.get(random.nextInt(known.size()));
    }
  }
}
