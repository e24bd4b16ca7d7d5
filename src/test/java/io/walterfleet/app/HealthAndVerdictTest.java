package io.walterfleet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Rollout;
import io.walterfleet.format.Background;
import io.walterfleet.format.Status;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachineState.HalfRollback;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Planner;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import io.walterfleet.report.Detail;
import io.walterfleet.report.DriftText;
import io.walterfleet.report.PlanText;
import io.walterfleet.report.StatusText;
import io.walterfleet.report.Style;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a verdict and a health come to together: never a green light without a ready Walter. */
@Tag("unit")
class HealthAndVerdictTest {
  private static final Plan.Header HEADER =
      new Plan.Header("p", Instant.parse("2026-11-23T10:00:00Z"), "emea");

  /** A row: the verdict, the health, the exit codes of status and drift, the closing line. */
  @ParameterizedTest
  @CsvSource({
    "IN_SYNC, READY,              0, 0, '\u001b[32m1 in sync\u001b[0m'",
    "IN_SYNC, NOT_READY,         10, 10, '1 in sync; \u001b[31m1 not healthy\u001b[0m'",
    "IN_SYNC, MIGRATION_BLOCKED,  7, 7, '1 in sync; \u001b[31m1 migration-blocked\u001b[0m'",
    "IN_SYNC, UNKNOWN,            8, 8, '1 in sync; \u001b[33m1 of unknown health\u001b[0m'",
    "IN_SYNC, MAINTENANCE,        0, 0, '1 in sync; \u001b[33m1 down for a run\u001b[0m'",
    "CHANGE,  READY,              0, 0, '\u001b[33m1 to change\u001b[0m'",
    "CHANGE,  NOT_READY,         10, 10, '\u001b[33m1 to change\u001b[0m; \u001b[31m1 not healthy\u001b[0m'",
    "CHANGE,  MIGRATION_BLOCKED,  7, 7, '\u001b[33m1 to change\u001b[0m; \u001b[31m1 migration-blocked\u001b[0m'",
    "CHANGE,  UNKNOWN,            8, 8, '\u001b[33m1 to change\u001b[0m; \u001b[33m1 of unknown health\u001b[0m'",
    "CHANGE,  ,                   0, 0, '\u001b[33m1 to change\u001b[0m'",
    "DRIFT,   READY,              0, 2, '\u001b[33m1 drifted\u001b[0m'",
    "DRIFT,   NOT_READY,         10, 10, '\u001b[33m1 drifted\u001b[0m; \u001b[31m1 not healthy\u001b[0m'",
    "DRIFT,   UNKNOWN,            8, 8, '\u001b[33m1 drifted\u001b[0m; \u001b[33m1 of unknown health\u001b[0m'",
    "BLOCKED, READY,              9, 9, '\u001b[31m1 blocked\u001b[0m'",
    "BLOCKED, NOT_READY,          9, 9, '\u001b[31m1 blocked\u001b[0m; \u001b[31m1 not healthy\u001b[0m'",
    "BLOCKED, MIGRATION_BLOCKED,  7, 7, '\u001b[31m1 blocked\u001b[0m; \u001b[31m1 migration-blocked\u001b[0m'",
    "LOCKED,  MAINTENANCE,        6, 6, '\u001b[31m1 blocked\u001b[0m; \u001b[33m1 down for a run\u001b[0m'",
    "LOCKED,  READY,              6, 6, '\u001b[31m1 blocked\u001b[0m'",
    "UNKNOWN, ,                   8, 8, '\u001b[31m1 unknown\u001b[0m'",
  })
  void everyVerdictWithEveryHealth(
      String verdict, State state, int status, int drift, String closing) {
    Map<String, Observation> seen = Map.of("a", seen(verdict));
    Conditions health = health(Optional.ofNullable(state));
    Plan plan =
        Planner.plan(
            HEADER,
            Samples.fleet(Rollout.DEFAULT, List.of(Samples.machine("a"))),
            Samples.MANIFEST,
            seen);
    FleetDrift drifted =
        FleetDrift.of(
                HEADER,
                Samples.fleet(Rollout.DEFAULT, List.of(Samples.machine("a"))),
                Samples.MANIFEST,
                seen)
            .with(health);
    String line = "1 machine: " + closing + "\n";
    assertThat(StatusText.of(new Status(plan, seen, health), Style.ANSI, Detail.QUIET, false))
        .isEqualTo(line);
    assertThat(PlanText.of(plan, health, Background.NONE, Style.ANSI, Detail.QUIET))
        .isEqualTo(line);
    assertThat(DriftText.of(drifted, Style.ANSI, Detail.QUIET)).isEqualTo(line);
    assertThat(ExitCodes.exitCode(plan, false, health).number()).isEqualTo(status);
    assertThat(ExitCodes.exitCode(drifted).number()).isEqualTo(drift);
  }

  private static Conditions health(Optional<State> state) {
    return state
        .map(
            one ->
                new Conditions(
                    Map.of("a", new Condition(one, one.name().toLowerCase(Locale.ROOT), ""))))
        .orElse(Conditions.NONE);
  }

  private static Observation seen(String verdict) {
    Sighting whole = Sighting.of("1.8.3");
    return switch (verdict) {
      case "IN_SYNC" -> whole.seen();
      case "CHANGE" -> Sighting.of("1.8.2").seen();
      case "DRIFT" ->
          whole
              .with(
                  new Install.Files(Optional.of(Samples.SHA256), List.of("compose.yml"), List.of()))
              .seen();
      case "BLOCKED" -> whole.halfRollback(new HalfRollback("r", "20261123T095900Z")).seen();
      case "LOCKED" -> whole.lock(new Lock("9f3c", "ana@laptop", "r", "apply", 40, 80)).seen();
      default -> new Unknown("no route", "plug it in");
    };
  }
}
