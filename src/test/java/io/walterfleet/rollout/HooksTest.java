package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Hooks.Moment;
import io.walterfleet.local.Programs.Ended;
import io.walterfleet.local.Programs.Ended.Kind;
import io.walterfleet.local.Programs.Warden;
import io.walterfleet.rollout.HookRunner.Call;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hooks run, and what becomes of a run in which one fails. */
@Tag("unit")
class HooksTest {
  private final List<String> called = new ArrayList<>();
  private Optional<String> failing = Optional.empty();
  private Kind kind = Kind.FAILED;
  private Optional<Rig> interrupted = Optional.empty();

  @Test
  void runAroundTheRunItsBatchesAndItsMachines() throws Exception {
    Rig rig = rig(1, 2);
    assertThat(rig.planAndApply().exitCode()).isEqualTo(ExitCode.OK);
    assertThat(called)
        .containsExactly(
            "beforeRun",
            "beforeBatch 1",
            "beforeMachine store-1",
            "afterMachine store-1 applied",
            "afterBatch 1 complete",
            "beforeBatch 2",
            "beforeMachine store-2",
            "afterMachine store-2 applied",
            "afterBatch 2 complete",
            "afterRun complete");
  }

  @Test
  void runBeforeTheFirstStepAndBeforeTheLast() throws Exception {
    Rig rig = rig(1, 1);
    List<String> order = new ArrayList<>();
    rig.listen(
        event -> {
          if (event instanceof Event.StepStarted step) {
            order.add(step.step());
          } else if (event instanceof Event.HookStarted hook) {
            order.add(hook.hook().moment().word());
          }
        });
    rig.planAndApply();
    assertThat(order)
        .containsExactly(
            "beforeRun",
            "stage",
            "pull",
            "beforeBatch",
            "beforeMachine",
            "backup",
            "swap",
            "migrate",
            "restart",
            "gate",
            "afterMachine",
            "finish",
            "afterBatch",
            "afterRun");
  }

  /** The lease is of two minutes; the hook takes ten. */
  @Test
  void oneThatOutlastsTheLeaseKeepsTheMachineLocked() throws Exception {
    Rig plain = Rollouts.rig(Rollouts.of(0, 1), 1);
    List<Boolean> locked = new ArrayList<>();
    Hooks slow =
        new Hooks(
            Map.of(Moment.BEFORE_MACHINE, List.of(List.of("./drain"))), Duration.ofMinutes(15));
    Rig rig =
        plain.hooked(
            slow,
            (call, warden) -> {
              for (int i = 0; i < 20; i++) {
                plain.time.of(Duration.ofSeconds(30));
                assertThat(warden.ends()).isFalse();
                locked.add(
                    plain
                        .machine("store-1")
                        .lock()
                        .filter(one -> one.secondsLeft() > 0)
                        .isPresent());
              }
              return new Ended(Kind.DONE, "done", "");
            });
    assertThat(rig.planAndApply().exitCode()).isEqualTo(ExitCode.OK);
    assertThat(locked).hasSize(20).doesNotContain(false);
  }

  @Test
  void noneRunsWhereNothingIsToBeDone() throws Exception {
    Rig rig = rig(1, 1);
    rig.planAndApply();
    called.clear();
    rig.planAndApply();
    assertThat(called).isEmpty();
  }

  /** Two machines, each a batch; one failure is borne. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          beforeRun             | 3 | HOOK     | skipped skipped | beforeRun, afterRun skipped
          beforeBatch 1         | 3 | HOOK     | skipped skipped | beforeRun, beforeBatch 1, afterBatch 1 skipped, afterRun incomplete
          beforeBatch 2         | 3 | HOOK     | applied skipped | beforeBatch 2, afterBatch 2 skipped, afterRun incomplete
          afterBatch 1          | 3 | HOOK     | applied skipped | afterBatch 1 complete, afterRun incomplete
          afterBatch 2          | 3 | HOOK     | applied applied | afterBatch 2 complete, afterRun complete
          afterRun              | 3 | HOOK     | applied applied | afterRun complete
          beforeMachine store-1 | 3 | COMPLETE | failed applied  | beforeMachine store-1, afterMachine store-1 failed, afterBatch 1 failed, beforeBatch 2
          afterMachine store-1  | 3 | COMPLETE | failed applied  | afterMachine store-1 applied, afterBatch 1 failed, beforeBatch 2
          """)
  void whatFailsKeepsTheRestFromBeginning(
      String hook, int exitCode, String ending, String outcomes, String calls) throws Exception {
    failing = Optional.of(hook);
    Rig rig = rig(1, 2);
    RunResult result = rig.planAndApply();
    assertThat(result.exitCode().number()).isEqualTo(exitCode);
    assertThat(result.ending().name()).isEqualTo(ending);
    assertThat(outcomes(result)).isEqualTo(outcomes);
    assertThat(called).containsSubsequence(calls.split(", ", -1));
    assertThat(called).doesNotHaveDuplicates();
    if (!outcomes.contains("applied")) {
      assertThat(rig.network.acts()).noneMatch(act -> act.contains("swap"));
    }
  }

  @Test
  void aMachineThatIsNotDrainedIsNotTouched() throws Exception {
    failing = Optional.of("beforeMachine store-1");
    Rig rig = rig(0, 1);
    MachineResult result = rig.planAndApply().machines().get(0);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.reason())
        .isEqualTo("beforeMachine: ./hook ended with 1: the last word (nothing was changed)");
    assertThat(rig.network.acts()).containsExactly("store-1 stage", "store-1 pull");
  }

  @Test
  void aMachineThatIsNotUndrainedCountsAsFailedAndIsTakenUpByTheNextRun() throws Exception {
    failing = Optional.of("afterMachine store-1");
    Rig rig = rig(0, 2);
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result)).isEqualTo("failed skipped");
    assertThat(result.exitCode()).isEqualTo(ExitCode.BUDGET);
    assertThat(result.machines().get(0).reason())
        .isEqualTo(
            "afterMachine: ./hook ended with 1: the last word (the machine has what it shall have,"
                + " and is healthy)");
    failing = Optional.empty();
    called.clear();
    assertThat(outcomes(rig.planAndApply())).isEqualTo("applied applied");
    assertThat(called).contains("beforeMachine store-1", "afterMachine store-1 applied");
  }

  @Test
  void afterRunsOnceWhateverBecameOfTheMachine() throws Exception {
    Rig rig = rig(0, 1);
    rig.machine("store-1").strike("swap", new Fault.Fails("disk full"));
    failing = Optional.of("afterMachine store-1");
    MachineResult result = rig.planAndApply().machines().get(0);
    assertThat(called).contains("afterMachine store-1 failed").doesNotHaveDuplicates();
    assertThat(result.reason())
        .contains("swap failed")
        .contains("; afterMachine: ./hook ended with 1");
  }

  @ParameterizedTest
  @CsvSource({
    "beforeRun, skipped skipped, afterRun skipped",
    "beforeBatch 1, skipped skipped, afterBatch 1 skipped",
    "beforeMachine store-1, skipped skipped, afterMachine store-1 skipped",
    "afterMachine store-1, applied skipped, afterRun incomplete"
  })
  void anInterruptEndsWhatIsBeforeAndLetsWhatIsAfterRun(String hook, String outcomes, String after)
      throws Exception {
    failing = Optional.of(hook);
    Rig rig = rig(0, 2);
    interrupted = Optional.of(rig);
    RunResult result = rig.planAndApply();
    assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(outcomes(result)).isEqualTo(outcomes);
    assertThat(called).contains(after);
  }

  @Test
  void theEventsTellOfThem() throws Exception {
    failing = Optional.of("afterRun");
    kind = Kind.TIMED_OUT;
    Rig rig = rig(0, 1);
    rig.planAndApply();
    Event.HookFinished last =
        rig.events.stream()
            .filter(Event.HookFinished.class::isInstance)
            .map(Event.HookFinished.class::cast)
            .reduce((one, next) -> next)
            .orElseThrow();
    assertThat(last.hook()).isEqualTo(new Event.Hooked(Moment.AFTER_RUN, "", "./hook"));
    assertThat(last.ended().kind()).isEqualTo(Kind.TIMED_OUT);
  }

  private Rig rig(int maxFailed, int machines) {
    Map<Moment, List<List<String>>> all =
        Stream.of(Moment.values())
            .collect(Collectors.toMap(moment -> moment, moment -> List.of(List.of("./hook"))));
    return Rollouts.rig(Rollouts.of(maxFailed, 1), machines)
        .hooked(new Hooks(all, Duration.ofMinutes(5)), this::run);
  }

  private Ended run(Call call, Warden warden) throws InterruptedException {
    Map<String, String> facts = call.facts().named();
    String name =
        Stream.of("hook", "machine", "batch")
            .filter(facts::containsKey)
            .map(facts::get)
            .collect(Collectors.joining(" "));
    String outcome = facts.getOrDefault("outcome", "");
    called.add(outcome.isEmpty() ? name : name + " " + outcome);
    if (!failing.equals(Optional.of(name))) {
      return new Ended(Kind.DONE, "done", "");
    }
    if (interrupted.isPresent()) {
      interrupted.get().interrupt.request();
      return warden.ends()
          ? new Ended(Kind.ENDED, "was ended", "")
          : new Ended(Kind.DONE, "done", "");
    }
    return new Ended(kind, "ended with 1", "a first word\nthe last word\n\n");
  }

  private static String outcomes(RunResult result) {
    return result.machines().stream()
        .map(one -> one.outcome().word())
        .collect(Collectors.joining(" "));
  }
}
