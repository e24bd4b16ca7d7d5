package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.walterfleet.plan.Batches;
import io.walterfleet.plan.Budget;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.RunResult.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("unit")
class ExitCodeTest {
  private static final List<Integer> PRECEDENCE =
      List.of(1, 64, 74, 130, 4, 7, 6, 5, 3, 8, 9, 10, 11, 2, 69, 0);

  @Test
  void theCodesAreInTheOrderInWhichTheyWin() {
    assertThat(Stream.of(ExitCode.values()).map(ExitCode::number))
        .containsExactlyElementsOf(PRECEDENCE);
  }

  @Test
  void theManualHasTheSameTable() throws IOException {
    String rows =
        ExitCode.byNumber().stream()
            .map(code -> "| " + code.number() + " | " + code.sentence() + " |\n")
            .collect(Collectors.joining());
    assertThat(Files.readString(Path.of("src/docs/EXIT-CODES.md")).replace("`", ""))
        .contains("\n| code | meaning |\n|---|---|\n" + rows + "\n")
        .contains(
            "the first of "
                + PRECEDENCE.stream()
                    .filter(number -> number != 0 && number != 69)
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "))
                + " wins");
  }

  @Test
  void everySchemaKnowsTheSameCodes() throws IOException {
    List<Integer> numbers = ExitCode.byNumber().stream().map(ExitCode::number).toList();
    int found = 0;
    try (Stream<Path> schemas = Files.list(Path.of("schema"))) {
      for (Path schema : schemas.toList()) {
        for (JsonNode code : new ObjectMapper().readTree(schema.toFile()).findValues("exitCode")) {
          found++;
          assertThat(code.path("enum"))
              .as(schema.toString())
              .extracting(JsonNode::intValue)
              .isEqualTo(numbers);
        }
      }
    }
    assertThat(found).isEqualTo(5);
  }

  @Test
  void ofAnyTwoTheEarlierWins() {
    for (ExitCode one : ExitCode.values()) {
      for (ExitCode other : ExitCode.values()) {
        int first = Math.min(PRECEDENCE.indexOf(one.number()), PRECEDENCE.indexOf(other.number()));
        assertThat(ExitCode.of(List.of(one, other)).number()).isEqualTo(PRECEDENCE.get(first));
      }
    }
    assertThat(ExitCode.of(List.of())).isEqualTo(ExitCode.OK);
    assertThat(ExitCode.of(List.of(ExitCode.values()))).isEqualTo(ExitCode.INTERNAL_ERROR);
  }

  @ParameterizedTest
  @EnumSource
  void eachOutcomeHasItsWordItsCodeAndItsPlaceInTheBudget(Outcome outcome) {
    Map<Outcome, List<Object>> table = new EnumMap<>(Outcome.class);
    table.put(Outcome.IN_SYNC, List.of("in-sync", ExitCode.OK, false));
    table.put(Outcome.APPLIED, List.of("applied", ExitCode.OK, false));
    table.put(Outcome.PROVED, List.of("proved", ExitCode.OK, false));
    table.put(Outcome.ROLLED_BACK, List.of("rolled-back", ExitCode.FAILED, true));
    table.put(Outcome.FAILED, List.of("failed", ExitCode.FAILED, true));
    table.put(
        Outcome.MIGRATION_BLOCKED, List.of("migration-blocked", ExitCode.MIGRATION_BLOCKED, true));
    table.put(Outcome.STALE, List.of("stale", ExitCode.STALE, false));
    table.put(Outcome.LOCKED, List.of("locked", ExitCode.LOCKED, false));
    table.put(Outcome.UNREACHABLE, List.of("unreachable", ExitCode.FAILED, true));
    table.put(Outcome.SKIPPED, List.of("skipped", ExitCode.OK, false));
    assertThat(List.of(outcome.word(), outcome.exitCode(), outcome.isFailure()))
        .isEqualTo(table.get(outcome));
  }

  static Stream<Arguments> runs() {
    Judgement locked = new Judgement(Verdict.BLOCKED, "locked", "", true);
    Judgement foreign = new Judgement(Verdict.BLOCKED, "foreign", "");
    Judgement unknown = new Judgement(Verdict.UNKNOWN, "away", "");
    Judgement change = new Judgement(Verdict.CHANGE, "", "");
    return Stream.of(
        arguments(0, Ending.COMPLETE, List.of(), List.of()),
        arguments(0, Ending.COMPLETE, List.of(change), List.of(Outcome.APPLIED)),
        arguments(8, Ending.COMPLETE, List.of(unknown), List.of(Outcome.SKIPPED)),
        arguments(9, Ending.COMPLETE, List.of(foreign), List.of(Outcome.SKIPPED)),
        arguments(6, Ending.COMPLETE, List.of(locked), List.of(Outcome.LOCKED)),
        arguments(
            3,
            Ending.COMPLETE,
            List.of(unknown, change),
            List.of(Outcome.SKIPPED, Outcome.ROLLED_BACK)),
        arguments(
            5, Ending.COMPLETE, List.of(change, change), List.of(Outcome.FAILED, Outcome.STALE)),
        arguments(
            6,
            Ending.COMPLETE,
            List.of(change, locked, unknown),
            List.of(Outcome.STALE, Outcome.LOCKED, Outcome.SKIPPED)),
        arguments(
            7,
            Ending.COMPLETE,
            List.of(change, locked),
            List.of(Outcome.MIGRATION_BLOCKED, Outcome.LOCKED)),
        arguments(4, Ending.BUDGET, List.of(change), List.of(Outcome.MIGRATION_BLOCKED)),
        arguments(130, Ending.INTERRUPTED, List.of(change), List.of(Outcome.FAILED)),
        arguments(130, Ending.INTERRUPTED, List.of(change), List.of(Outcome.APPLIED)));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aRunReturnsTheFirstCodeThatHolds(
      int code, Ending ending, List<Judgement> planned, List<Outcome> outcomes) {
    assertThat(result(ending, planned, outcomes).exitCode().number()).isEqualTo(code);
  }

  @Test
  void aRunCountsItsOutcomesAndLeavesOutWhatNeverHappened() {
    Judgement change = new Judgement(Verdict.CHANGE, "", "");
    assertThat(
            result(
                    Ending.COMPLETE,
                    List.of(change, change, change),
                    List.of(Outcome.APPLIED, Outcome.FAILED, Outcome.APPLIED))
                .counts())
        .isEqualTo(Map.of(Outcome.APPLIED, 2, Outcome.FAILED, 1));
  }

  private static RunResult result(Ending ending, List<Judgement> planned, List<Outcome> outcomes) {
    List<MachinePlan> plans = new ArrayList<>();
    List<MachineResult> results = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      plans.add(
          new MachinePlan(
              new Subject("m" + i, "stores", "10.0.0.1", ""),
              planned.get(i),
              List.of(),
              List.of(),
              Optional.empty()));
      results.add(MachineResult.of("m" + i, outcomes.get(i)));
    }
    Plan plan =
        new Plan(Samples.HEADER, Samples.BUNDLE, plans, new Batches(List.of()), new Budget(0));
    return new RunResult("r1", plan, results, ending, Duration.ZERO);
  }
}
