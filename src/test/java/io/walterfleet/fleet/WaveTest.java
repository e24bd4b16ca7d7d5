package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes between two waves. */
@Tag("unit")
class WaveTest {
  @ParameterizedTest
  @CsvSource({"PT90S, 90s", "PT90M, 90m", "PT24H, 24h", "P10D, 240h", "PT1H1S, 3601s"})
  void aTimeIsWrittenInItsLargestWholeUnit(Duration soak, String words) {
    assertThat(Wave.words(soak)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"false, PT0S, false", "true, PT0S, true", "false, PT1S, true", "true, PT1S, true"})
  void theNextOneFollowsAtOnceUnlessItHoldsOrSoaks(
      boolean holds, Duration soak, boolean isBarrier) {
    assertThat(new Wave("canary", holds, soak).isBarrier()).isEqualTo(isBarrier);
  }
}
