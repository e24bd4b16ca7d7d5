package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values are bad. */
@Tag("unit")
class ThresholdTest {
  /** A threshold, and what it says of a value below its limit, at it, and above it. */
  @ParameterizedTest
  @CsvSource({
    "> 0.05, false, false, true",
    ">= 0.05, false, true, true",
    "< 0.05, true, false, false",
    "<= 0.05, true, true, false",
    "==0.05, false, true, false",
    "' != 0.05 ', true, false, true",
  })
  void eachSignMeansWhatItSays(String text, boolean below, boolean at, boolean above) {
    Threshold threshold = Threshold.of(text).orElseThrow();
    assertThat(threshold.has(0.04)).isEqualTo(below);
    assertThat(threshold.has(0.05)).isEqualTo(at);
    assertThat(threshold.has(0.06)).isEqualTo(above);
    assertThat(threshold.has(Double.POSITIVE_INFINITY)).isEqualTo(above);
    assertThat(threshold.has(Double.NEGATIVE_INFINITY)).isEqualTo(below);
  }

  @ParameterizedTest
  @CsvSource({"> -2, > -2.0", ">= 10, >= 10.0", "< 0.5, < 0.5"})
  void itIsShownAsItIsWritten(String text, String shown) {
    assertThat(Threshold.of(text)).map(Threshold::toString).contains(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "0.05", "> NaN", "> 1e3", "=> 1", "> 1 or 1", ">"})
  void anythingElseIsNone(String text) {
    assertThat(Threshold.of(text)).isEmpty();
  }
}
