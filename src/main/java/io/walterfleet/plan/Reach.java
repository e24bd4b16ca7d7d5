package io.walterfleet.plan;

import io.walterfleet.fleet.Wave;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far one run of a plan may go: which waves it may begin, and what the next one waits for.
 *
 * <ol>
 *   <li>The waves are taken in order. A run may begin a wave when none before it makes it wait.
 *   <li>What is done is known from the machines alone. A machine that is as planned is done,
 *       whoever did it.
 *   <li>In a slice, a wave waits until all machines of the waves before it are done, also those of
 *       other slices.
 *   <li>A wave that soaks makes the others wait until the last of its machines has been as planned
 *       for so long; where this run still has to change one of them, that is in a later run.
 *   <li>A wave that holds makes the others wait until somebody names a later wave to go through.
 *   <li>Nothing waits for machines of which none is left to be changed.
 * </ol>
 *
 * @param waves those that may be begun, in order
 * @param seen how far the machines have come that were looked at
 * @param halt what the waves that may not be begun wait for; empty where all may
 */
public record Reach(Set<String> waves, Map<String, Standing> seen, Optional<Halt> halt) {
  public Reach {
    waves = Set.copyOf(waves);
    seen = Map.copyOf(seen);
  }

  /** What makes a wave wait. */
  public enum Kind {
    /** Machines of the wave that others are to change, or that are not as planned any more. */
    UNFINISHED,
    /** The wave has not been as planned for long enough. */
    SOAK,
    /** Nobody asked to go further. */
    THROUGH,
    /** Nobody has said that it may go on. */
    HOLD
  }

  /**
   * What the waves after one wait for.
   *
   * @param after the last wave before those that wait
   * @param next the last wave that may be begun once somebody says so
   * @param soak how long the wave must soak; zero where it need not
   * @param until when it has soaked; absent where that is not what is waited for, or this run has
   *     still to change a machine of the wave
   * @param machines those that are not as planned
   */
  public record Halt(
      Kind kind,
      String after,
      String next,
      Duration soak,
      Optional<Instant> until,
      List<String> machines) {
    public Halt {
      machines = List.copyOf(machines);
    }
  }

  /** Whoever reads machines. */
  public interface Look {
    /** How far these have come. */
    Map<String, Standing> at(List<MachinePlan> machines) throws InterruptedException;
  }

  /** How far this part of a plan may go now. */
  public static Reach of(Part part, Look look, Instant now) throws InterruptedException {
    return new Walk(part, look, now).reach();
  }

  /** True when this machine is as planned. */
  public boolean isDone(String machine) {
    return seen.getOrDefault(machine, Standing.LEFT).isDone();
  }

  /** One way through the waves. */
  private static final class Walk {
    private final Part part;
    private final Look look;
    private final Instant now;
    private final List<Wave> waves;
    private final Map<String, Standing> seen = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    Walk(Part part, Look look, Instant now) {
      this.part = part;
      this.look = look;
      this.now = now;
      this.waves = part.waves();
    }

    Reach reach() throws InterruptedException {
      for (int i = 0; i < waves.size(); i++) {
        open.add(waves.get(i).group());
        Optional<Halt> halt = halt(i);
        if (halt.isPresent()) {
          read(mine(after(i)));
          if (after(i).stream().anyMatch(this::isMineAndLeft)) {
            return new Reach(open, seen, halt);
          }
        }
      }
      return new Reach(open, seen, Optional.empty());
    }

    /** What the waves after this one wait for. */
    private Optional<Halt> halt(int index) throws InterruptedException {
      Wave wave = waves.get(index);
      boolean ends = part.through().filter(wave.group()::equals).isPresent();
      List<MachinePlan> later = after(index);
      if (mine(later).isEmpty() || !(wave.isBarrier() || ends || part.isSlice())) {
        return Optional.empty();
      }
      List<MachinePlan> acting = part.acting(wave.group());
      List<MachinePlan> ahead = wave.isBarrier() ? part.ahead(wave, later) : List.of();
      for (int i = 0; i <= index; i++) {
        read(part.acting(waves.get(i).group()));
      }
      read(ahead);
      List<String> others = names(acting.stream().filter(this::isOthersAndLeft).toList());
      List<String> moved = names(ahead.stream().filter(one -> !isDone(one)).toList());
      if (!others.isEmpty() || !moved.isEmpty()) {
        return halt(Kind.UNFINISHED, index, others.isEmpty() ? moved : others);
      }
      if (acting.isEmpty() && ahead.isEmpty()) {
        return ends ? halt(Kind.THROUGH, index, List.of()) : Optional.empty();
      }
      return barrier(index, acting, ahead, ends);
    }

    private Optional<Halt> barrier(
        int index, List<MachinePlan> acting, List<MachinePlan> ahead, boolean ends) {
      Wave wave = waves.get(index);
      if (!wave.soak().isZero()) {
        Optional<Instant> until = soaked(wave, acting, ahead);
        if (until.filter(at -> !at.isAfter(now)).isEmpty()) {
          return Optional.of(
              new Halt(
                  Kind.SOAK, wave.group(), next(index), wave.soak(), until, List.<String>of()));
        }
      }
      if (ends) {
        return halt(Kind.THROUGH, index, List.of());
      }
      return wave.holds() && !isToldToPass(index)
          ? halt(Kind.HOLD, index, List.of())
          : Optional.empty();
    }

    /** When the wave has soaked; absent where this run has still to change one of its machines. */
    private Optional<Instant> soaked(Wave wave, List<MachinePlan> acting, List<MachinePlan> ahead) {
      if (acting.stream().anyMatch(machine -> !isDone(machine))) {
        return Optional.empty();
      }
      List<MachinePlan> all = new ArrayList<>(acting);
      all.addAll(ahead);
      // what an early program applied, which did not write down when, has been there for long
      return Optional.of(
          all.stream()
              .flatMap(machine -> standing(machine).age().stream())
              .min(Duration::compareTo)
              .map(age -> now.minus(age).plus(wave.soak()))
              .orElse(now));
    }

    private Optional<Halt> halt(Kind kind, int index, List<String> machines) {
      Wave wave = waves.get(index);
      return Optional.of(
          new Halt(kind, wave.group(), next(index), Duration.ZERO, Optional.empty(), machines));
    }

    /** The wave to name so that a run goes on as far as it may without being told again. */
    private String next(int index) {
      String last = waves.get(index).group();
      for (int i = index + 1; i < waves.size(); i++) {
        last = waves.get(i).group();
        if (waves.get(i).holds() && !part.acting(last).isEmpty()) {
          return last;
        }
      }
      return last;
    }

    private boolean isToldToPass(int index) {
      return part.through().stream()
          .anyMatch(
              through ->
                  waves.subList(index + 1, waves.size()).stream()
                      .anyMatch(wave -> wave.group().equals(through)));
    }

    private List<MachinePlan> after(int index) {
      return waves.subList(index + 1, waves.size()).stream()
          .flatMap(wave -> part.acting(wave.group()).stream())
          .toList();
    }

    private List<MachinePlan> mine(List<MachinePlan> machines) {
      return machines.stream().filter(one -> part.machines().contains(one.name())).toList();
    }

    private void read(List<MachinePlan> machines) throws InterruptedException {
      List<MachinePlan> unread =
          machines.stream().filter(machine -> !seen.containsKey(machine.name())).toList();
      if (!unread.isEmpty()) {
        seen.putAll(look.at(unread));
      }
    }

    private boolean isMineAndLeft(MachinePlan machine) {
      return part.machines().contains(machine.name()) && !isDone(machine);
    }

    private boolean isOthersAndLeft(MachinePlan machine) {
      return !part.machines().contains(machine.name()) && !isDone(machine);
    }

    private boolean isDone(MachinePlan machine) {
      return standing(machine).isDone();
    }

    private Standing standing(MachinePlan machine) {
      return seen.getOrDefault(machine.name(), Standing.LEFT);
    }

    private static List<String> names(List<MachinePlan> machines) {
      return machines.stream().map(MachinePlan::name).toList();
    }
  }
}
