package io.walterfleet.rollout;

import io.walterfleet.fleet.Hooks.Moment;
import io.walterfleet.local.Programs.Ended;
import io.walterfleet.step.Copied;
import io.walterfleet.step.StepReport.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Something that happened in a run, in the order it happened. */
public sealed interface Event {
  /** When. */
  Instant at();

  /** The machine that it is about; empty when it is about more than one. */
  default Optional<String> subject() {
    return Optional.empty();
  }

  /**
   * The run began.
   *
   * @param plan the id of the plan
   * @param machines how many machines have something to do
   */
  record RunStarted(Instant at, String run, String plan, int machines, int batches)
      implements Event {}

  /** A machine began a step; {@code step} is its word, or rollback or clear. */
  record StepStarted(Instant at, String machine, String step) implements Event {
    @Override
    public Optional<String> subject() {
      return Optional.of(machine);
    }
  }

  /**
   * A machine ended a step.
   *
   * @param detail fit to show
   * @param copied what it copied
   */
  record StepFinished(
      Instant at,
      String machine,
      String step,
      Result result,
      Duration took,
      String detail,
      Copied copied)
      implements Event {
    /** A step that copied no data. */
    public StepFinished(
        Instant at, String machine, String step, Result result, Duration took, String detail) {
      this(at, machine, step, result, took, detail, Copied.NOTHING);
    }

    /** The same, which copied so much, and had worked so long when it stopped the stack. */
    public StepFinished copying(long many, Duration ahead) {
      return new StepFinished(at, machine, step, result, took, detail, new Copied(many, ahead));
    }

    /** How many bytes of data it copied; 0 where it copies none, or did not say. */
    public long bytes() {
      return copied.bytes();
    }

    /** How long it had worked when it stopped the stack; zero where it did not, or did not say. */
    public Duration ahead() {
      return copied.ahead();
    }

    /** A step whose result is one of the words changed, already and failed. */
    public static StepFinished told(
        StepStarted begun, Instant at, String word, Duration took, String detail) {
      Result result =
          Stream.of(Result.CHANGED, Result.ALREADY)
              .filter(one -> one.word().equals(word))
              .findFirst()
              .orElse(Result.FAILED);
      return new StepFinished(at, begun.machine(), begun.step(), result, took, detail);
    }

    @Override
    public Optional<String> subject() {
      return Optional.of(machine);
    }

    /** True where something was done, and not found done already. */
    public boolean isChange() {
      return result == Result.CHANGED;
    }

    /** True where what it is for is so, whoever did it. */
    public boolean isDone() {
      return result == Result.CHANGED || result == Result.ALREADY;
    }

    /** The result in one word: changed, already or failed; the detail says how it failed. */
    public String word() {
      return switch (result) {
        case CHANGED, ALREADY -> result.word();
        case FAILED, LOCK_LOST, VANISHED -> Result.FAILED.word();
      };
    }
  }

  /**
   * A program of a hook.
   *
   * @param machine empty where it is about a batch or the run
   * @param line the program with its arguments, fit to show
   */
  record Hooked(Moment moment, String machine, String line) {}

  /** A hook began. */
  record HookStarted(Instant at, Hooked hook) implements Event {
    @Override
    public Optional<String> subject() {
      return Optional.of(hook.machine()).filter(name -> !name.isEmpty());
    }
  }

  /** A hook ended. */
  record HookFinished(Instant at, Hooked hook, Ended ended, Duration took) implements Event {
    @Override
    public Optional<String> subject() {
      return Optional.of(hook.machine()).filter(name -> !name.isEmpty());
    }
  }

  /** A machine is through; told once for each machine of the plan. */
  record MachineFinished(Instant at, MachineResult result) implements Event {
    @Override
    public Optional<String> subject() {
      return Optional.of(result.machine());
    }
  }

  /** A batch is through; {@code number} counts from 1. */
  record BatchFinished(Instant at, int number, String wave, int failed) implements Event {}

  /** The run ended; how many machines have each outcome, those with none left out. */
  record RunFinished(
      Instant at, String run, Map<Outcome, Integer> counts, RunResult.Ending ending, int exitCode)
      implements Event {}
}
