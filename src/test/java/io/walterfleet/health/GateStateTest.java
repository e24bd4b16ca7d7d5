package io.walterfleet.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class GateStateTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T10:00:00Z");
  private static final String FIX =
      "see the logs of the stack on the machine (docker compose logs); if it is only slow, raise"
          + " 'rollout: gate: timeout'";
  private static final Gate GATE =
      new Gate(
          Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(10), Gate.Via.TUNNEL);

  /** Each word is a second and what was heard: r = ready, s = starting, m = migration-blocked. */
  @ParameterizedTest
  @CsvSource({
    "0r 9r, ''",
    "0r 10r, healthy at 10",
    "0s 5r 14r, ''",
    "0s 5r 15r, healthy at 15",
    "5r 12s 13r 22r, ''",
    "5r 12s 13r 23r, healthy at 23",
    "0r 5s 6r 11s 12r 17s 18r, ''",
    "59s, ''",
    "60s, not ready at 60: after 60 s slow",
    "0s 61s, not ready at 61: after 61 s slow",
    "55r 63r 65r, healthy at 65",
    "61r 71r, healthy at 71",
    "55r 63s, 'not ready at 63: it was ready for 8 s, then slow'",
    "0s 3m, blocked at 3",
    "0r 3m, blocked at 3",
    "90m, blocked at 90"
  })
  void whatWasHeardDecides(String heard, String expected) {
    GateState gateState = GateState.begin(GATE, BEGIN);
    String end = "";
    for (String word : heard.split(" ", -1)) {
      assertThat(gateState.gateResult()).isEmpty();
      int second = Integer.parseInt(word.substring(0, word.length() - 1));
      gateState =
          gateState.heard(health(word.charAt(word.length() - 1)), BEGIN.plusSeconds(second));
      end = gateState.gateResult().map(gateResult -> shown(gateResult, second)).orElse("");
    }
    assertThat(end).isEqualTo(expected);
  }

  @Test
  void withoutAWaitTheFirstReadyIsEnough() {
    Gate quick = new Gate(Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO, Gate.Via.TUNNEL);
    assertThat(GateState.begin(quick, BEGIN).heard(new Health.Ready(), BEGIN).gateResult())
        .contains(new GateResult.Healthy());
  }

  @Test
  void whatCannotBeAskedIsNotWaitedFor() {
    Health unaskable = new Health.Unaskable("no way in", "open one");
    assertThat(GateState.begin(GATE, BEGIN).heard(unaskable, BEGIN).gateResult())
        .isEqualTo(Optional.of(new GateResult.NotReady("no way in", "open one")));
  }

  private static Health health(char sign) {
    return switch (sign) {
      case 'r' -> new Health.Ready();
      case 'm' -> new Health.MigrationBlocked();
      default -> new Health.Starting("slow");
    };
  }

  private static String shown(GateResult gateResult, int second) {
    if (gateResult instanceof GateResult.NotReady late) {
      assertThat(late.fix()).isEqualTo(FIX);
      return "not ready at " + second + ": " + late.reason();
    }
    return (gateResult instanceof GateResult.Healthy ? "healthy at " : "blocked at ") + second;
  }
}
