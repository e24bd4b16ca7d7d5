package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.Logins;
import io.walterfleet.format.SamplePlans;
import io.walterfleet.format.SampleRuns;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.rollout.RunResult.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ResultTextTest {
  @Test
  void failuresComeLastAndWhatIsAlikeOnce() {
    assertThat(ResultText.of(SampleRuns.everyOutcome(), Style.PLAIN, Detail.NORMAL))
        .isEqualTo(
            """
            applied: 4 machines: store-[004:007]
            skipped: 2 machines: store-017, store-018
                the failure budget was spent before its turn
            stale: store-008
                'image' is not what it was (not touched)
                fix: plan again
            locked: store-009
                locked by ana@laptop
                fix: wait
            rolled-back: store-011
                it did not become ready: 503
            unreachable: 3 machines: store-[012:014]
                no answer from <address>
                fix: see that <machine> runs
            migration-blocked: store-010
                its schema is older than its code
                fix: see setup
            failed: 2 machines: store-015, store-016
                pull failed: manifest unknown
                fix: correct the image

            18 machines: 3 in sync, 4 applied, 2 skipped, 1 stale, 1 locked, 1 rolled back, 3 unreachable, 1 migration-blocked, 2 failed in 3 min 12 s; stopped: more than 1 failed
            """);
  }

  @Test
  void whereSomethingIsWrongStandsHowToLogIn() {
    Logins logins =
        new Logins(
            Map.of(
                "store-011", "ssh -p 2222 10.0.0.11",
                "store-012", "ssh -l ops 10.0.0.12",
                "store-013", "ssh -l ops 10.0.0.13",
                "store-015", "ssh 10.0.0.15",
                "store-009", "ssh 10.0.0.9"));
    assertThat(ResultText.of(SampleRuns.everyOutcome(), Style.PLAIN, Detail.NORMAL, logins))
        .contains(
            """
            locked: store-009
                locked by ana@laptop
                fix: wait
            rolled-back: store-011
                it did not become ready: 503
                look there: ssh -p 2222 10.0.0.11
            unreachable: 3 machines: store-[012:014]
                no answer from <address>
                fix: see that <machine> runs
                look at store-012, for one: ssh -l ops 10.0.0.12
            """)
        .contains("    look at store-015, for one: ssh 10.0.0.15\n");
  }

  @Test
  void quietIsTheClosingLineAlone() {
    RunResult empty =
        new RunResult(
            SampleRuns.RUN,
            SamplePlans.of(List.of()),
            List.of(),
            Ending.INTERRUPTED,
            Duration.ofMillis(1234));
    assertThat(ResultText.of(empty, Style.PLAIN, Detail.QUIET))
        .isEqualTo("0 machines: none in 1.2 s; interrupted\n");
  }
}
