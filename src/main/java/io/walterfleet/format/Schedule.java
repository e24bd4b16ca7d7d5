package io.walterfleet.format;

import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.fleet.Wave;
import io.walterfleet.format.Expected.Span;
import io.walterfleet.format.Expected.Told;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Downtime;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * How long a plan takes, found by going through it many times with times that are drawn.
 *
 * <ol>
 *   <li>What prepares all machines comes first, so many at a time; the batches follow, with their
 *       slots and pauses, as in the rollout itself.
 *   <li>Of all that came out, 1 in 20 is shorter than the range that is told, and 1 in 20 longer.
 * </ol>
 */
final class Schedule {
  private static final int MOST_TIMES = 400;
  private static final int LEAST_TIMES = 60;

  /** So many machines are gone through in all, where that are not too few times. */
  private static final int MACHINES = 400_000;

  private static final int DOWNTIMES = 20_000;

  private final Plan plan;
  private final Rollout rollout;
  private final Timings timings;
  private final int forks;
  private final Map<String, MachinePlan> plans = new HashMap<>();
  private final Map<String, List<Work>> works = new HashMap<>();
  private final Map<String, Map<Work, Long>> bytes = new HashMap<>();
  private final List<Stretch> stretches;
  private final List<Long> wholes = new ArrayList<>();
  private final List<Long> downs = new ArrayList<>();
  private final Map<String, List<Long>> begins = new LinkedHashMap<>();

  private Schedule(Plan plan, Rollout rollout, Timings timings, int forks) {
    this.plan = plan;
    this.rollout = rollout;
    this.timings = timings;
    this.forks = forks;
    for (MachinePlan machine : plan.acting()) {
      plans.put(machine.name(), machine);
      works.put(machine.name(), Work.of(machine));
      bytes.put(machine.name(), Work.bytes(machine, plan.bundle()));
    }
    this.stretches = stretches(plan);
  }

  /** What is to be expected of a plan that does something. */
  static Expected of(Plan plan, Rollout rollout, Timings timings, int forks) {
    return new Schedule(plan, rollout, timings, forks).expected();
  }

  /**
   * Waves that one run may begin.
   *
   * @param soak how long the waves before these soak, in all
   */
  private record Stretch(Set<String> waves, List<String> machines, Duration soak) {}

  /** The waves of each run: one that holds or soaks is the last of its own. */
  private static List<Stretch> stretches(Plan plan) {
    List<Stretch> stretches = new ArrayList<>();
    Stretch now = new Stretch(new LinkedHashSet<>(), new ArrayList<>(), Duration.ZERO);
    stretches.add(now);
    for (Batch batch : plan.batches().all()) {
      Set<String> begun = now.waves();
      List<Wave> barriers =
          plan.batches().waves().stream()
              .filter(Wave::isBarrier)
              .filter(wave -> begun.contains(wave.group()) && !wave.group().equals(batch.wave()))
              .toList();
      if (!barriers.isEmpty()) {
        Duration soak = barriers.stream().map(Wave::soak).reduce(now.soak(), Duration::plus);
        now = new Stretch(new LinkedHashSet<>(), new ArrayList<>(), soak);
        stretches.add(now);
      }
      now.waves().add(batch.wave());
      now.machines().addAll(batch.machines());
    }
    return stretches;
  }

  /** The groups that no run may begin before the waves ahead of them are done. */
  private Map<String, Duration> later() {
    Map<String, Duration> later = new LinkedHashMap<>();
    for (Stretch stretch : stretches.subList(1, stretches.size())) {
      stretch.machines().forEach(name -> later.put(group(name), stretch.soak()));
    }
    return later;
  }

  private String group(String machine) {
    return Objects.requireNonNull(plans.get(machine)).group();
  }

  private Expected expected() {
    // the same plan and history always tell the same
    Random random = new Random(1);
    int times = timings.runs() == 0 ? 1 : times(plans.size());
    for (int i = 0; i < times; i++) {
      once(timings.draw(random));
    }
    Map<String, Span> last = new LinkedHashMap<>();
    begins.forEach((group, all) -> last.put(group, Span.of(all)));
    List<StepKind> usual = timings.unknown(plan.acting()).stream().sorted().toList();
    return new Expected(
        Duration.ofMillis(Span.at(wholes.stream().sorted().toList(), 0.5)),
        Span.of(wholes),
        downs.isEmpty() ? new Span(Duration.ZERO, Duration.ZERO) : Span.of(downs),
        last,
        later(),
        new Told(timings.machines(), timings.runs(), usual));
  }

  private static int times(int machines) {
    return Math.max(LEAST_TIMES, Math.min(MOST_TIMES, MACHINES / machines));
  }

  private void once(Timings.Draw draw) {
    Map<String, Took> took = new HashMap<>();
    Map<String, Long> last = new LinkedHashMap<>();
    for (MachinePlan machine : plan.acting()) {
      Took one =
          draw.of(
              Objects.requireNonNull(works.get(machine.name())),
              Objects.requireNonNull(bytes.get(machine.name())));
      took.put(machine.name(), one);
      if (machine.downtime() != Downtime.NONE && downs.size() < DOWNTIMES) {
        downs.add(down(machine, one));
      }
    }
    long now = draw.opening().toMillis();
    boolean isAhead = rollout.failure().stage() == Stage.FLEET;
    if (isAhead) {
      now += preparation(plans.keySet().stream().toList(), took);
    }
    List<Batch> batches = plan.batches().all();
    int stretch = 0;
    long began = 0;
    for (int i = 0; i < batches.size(); i++) {
      Batch batch = batches.get(i);
      if (!stretches.get(stretch).waves().contains(batch.wave())) {
        stretch++;
        long prepared = isAhead ? preparation(stretches.get(stretch).machines(), took) : 0;
        began = now + rollout.pause().toMillis() - draw.opening().toMillis() - prepared;
      }
      now += i > 0 ? rollout.pause().toMillis() : 0;
      now += isAhead ? 0 : preparation(batch.machines(), took);
      Map<String, Long> from = new LinkedHashMap<>();
      now = turns(batch, took, now, draw.lead().toMillis(), from);
      long origin = began;
      from.forEach((group, at) -> last.merge(group, at - origin, Math::max));
    }
    wholes.add(now);
    last.forEach((group, at) -> begins.computeIfAbsent(group, key -> new ArrayList<>()).add(at));
  }

  private long preparation(List<String> names, Map<String, Took> took) {
    int pulls = Math.min(forks, rollout.failure().pulls());
    return sideBySide(names, forks, name -> time(took, name, StepKind.STAGE))
        + sideBySide(names, pulls, name -> time(took, name, StepKind.PULL));
  }

  private static long time(Map<String, Took> took, String name, StepKind step) {
    return Objects.requireNonNull(took.get(name)).works().entrySet().stream()
        .filter(entry -> entry.getKey().step() == step)
        .mapToLong(entry -> entry.getValue().toMillis())
        .sum();
  }

  private static long sideBySide(List<String> names, int atOnce, ToLongFunction<String> time) {
    PriorityQueue<Long> slots = new PriorityQueue<>();
    long end = 0;
    for (String name : names) {
      long from = slots.size() < atOnce ? 0 : slots.remove();
      slots.add(from + time.applyAsLong(name));
      end = Math.max(end, from + time.applyAsLong(name));
    }
    return end;
  }

  private long turns(
      Batch batch, Map<String, Took> took, long begin, long lead, Map<String, Long> last) {
    PriorityQueue<Long> slots = new PriorityQueue<>();
    long end = begin;
    int atOnce = plan.batches().atOnce(forks);
    for (String name : batch.machines()) {
      long from = slots.size() < atOnce ? begin : slots.remove();
      long to = from + lead + turn(name, Objects.requireNonNull(took.get(name)));
      slots.add(to);
      end = Math.max(end, to);
      last.merge(group(name), from, Math::max);
    }
    return end;
  }

  private long turn(String name, Took took) {
    return took.between().toMillis()
        + Objects.requireNonNull(works.get(name)).stream()
            .filter(work -> !work.step().isPreparation())
            .mapToLong(work -> took.time(work).toMillis())
            .sum();
  }

  private long down(MachinePlan machine, Took took) {
    long down = 0;
    boolean isDown = false;
    for (Work work : Objects.requireNonNull(works.get(machine.name()))) {
      isDown = work.step() != StepKind.FINISH && (isDown || machine.isStoppedBy(work.step()));
      down += isDown ? took.time(work).minus(took.ahead(work)).toMillis() : 0;
    }
    return down;
  }
}
