package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Check;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.rollout.CheckRunner.Answer;
import io.walterfleet.rollout.CheckRunner.Answer.Kind;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine counts as healthy once its checks passed for long enough, too. */
@Tag("unit")
class GateChecksTest {
  private final List<Instant> asked = new ArrayList<>();

  /**
   * What the check answers, a letter each time it is asked and the last one for ever: p pass, f
   * fail, ? inconclusive; for how many seconds it must pass, how often it is asked, and the end.
   */
  @ParameterizedTest
  @CsvSource({
    "p, 0, 1, applied",
    "fp, 0, 2, applied",
    "?p, 0, 2, applied",
    "p, 60, 31, applied",
    "pppfp, 60, 35, applied",
    "ppp?p, 60, 35, applied",
    "f, 0, 31, failed",
    "?, 0, 31, failed",
    "pf, 60, 61, failed",
    "p?, 60, 61, failed",
  })
  void allPassWithoutABreakOrItIsNotHealthy(String answers, int seconds, int times, String outcome)
      throws Exception {
    Rig rig = rig(seconds);
    rig.checks = (question, facts) -> next(rig, answers);
    RunResult result = rig.planAndApply();
    assertThat(result.machines().get(0).outcome().word()).isEqualTo(outcome);
    assertThat(asked).hasSize(times);
    if (outcome.equals("failed")) {
      assertThat(result.machines().get(0).reason())
          .contains("its check did not pass: the page at lb.example.com answered so");
    }
  }

  @Test
  void theMachineMustStayReadyMeanwhileAndKeepsItsLock() throws Exception {
    Rig rig = rig(600);
    rig.checks =
        (question, facts) -> {
          assertThat(facts.named()).containsEntry("machine", "store-1").containsKey("host");
          if (asked.size() == 3) {
            rig.machine("store-1").sicken();
          }
          return next(rig, "p");
        };
    RunResult result = rig.planAndApply();
    assertThat(result.machines().get(0).reason())
        .contains("while its checks were asked, /health/ready answered 503");
    assertThat(asked).hasSize(4);
  }

  private Answer next(Rig rig, String answers) {
    char kind = answers.charAt(Math.min(asked.size(), answers.length() - 1));
    asked.add(rig.time.instant());
    return new Answer(
        kind == 'p' ? Kind.PASS : kind == 'f' ? Kind.FAIL : Kind.INCONCLUSIVE, "answered so");
  }

  /** One store, asked every two seconds for a minute, and for so many seconds more. */
  private static Rig rig(int seconds) {
    Rollout plain = Rollouts.of(0, 1);
    Check check =
        new Check(
            new Check.Page("https://lb.example.com/{machine}", 200), Duration.ofSeconds(seconds));
    Gate gate =
        new Gate(
            Duration.ofMinutes(1),
            Duration.ofSeconds(2),
            Duration.ZERO,
            Gate.Via.TUNNEL,
            List.of(check));
    return Rollouts.rig(
        new Rollout(plain.waves(), plain.batch(), plain.pause(), plain.failure(), gate), 1);
  }
}
