package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ReleaseTest {
  @ParameterizedTest
  @CsvSource({
    "1.8.3, 1, 8, 3",
    "0.0.0, 0, 0, 0",
    "10.20.30, 10, 20, 30",
    "999999.999999.999999, 999999, 999999, 999999"
  })
  void threeNumbersAreARelease(String text, int major, int minor, int patch) {
    assertThat(Release.of(text)).isEqualTo(Optional.of(new Release(major, minor, patch)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.8",
        "1.8.",
        "1.8.3.4",
        "v1.8.3",
        "1.8.3-rc1",
        "1.8.x",
        " 1.8.3",
        "1.8.3\n",
        "01.8.3",
        "1.08.3",
        "1.8.03",
        "-1.8.3",
        "1.8.-3",
        "1,8,3",
        "1.8.1000000",
        "patch",
        "١.٨.٣"
      })
  void anythingElseIsNone(String text) {
    assertThat(Release.of(text)).isEmpty();
  }

  @Test
  void releasesAreOrderedByTheirNumbersAndNotByTheirText() {
    List<String> sorted =
        Stream.of("1.10.0", "1.9.11", "1.9.2", "2.0.0", "1.9.10")
            .map(text -> Release.of(text).orElseThrow())
            .sorted()
            .map(Release::toString)
            .toList();
    assertThat(sorted).containsExactly("1.9.2", "1.9.10", "1.9.11", "1.10.0", "2.0.0");
  }

  @Test
  void aNegativeNumberIsRefused() {
    for (int[] numbers :
        List.of(new int[] {-1, 0, 0}, new int[] {0, -1, 0}, new int[] {0, 0, -1})) {
      assertThatThrownBy(() -> new Release(numbers[0], numbers[1], numbers[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a release has no negative number");
    }
  }

  @Test
  void aReleaseBelongsToTheSeriesOfItsFirstTwoNumbers() {
    assertThat(new Release(1, 8, 3).series()).isEqualTo(new Series(1, 8));
  }

  @Property
  void whatIsWrittenIsReadBack(
      @ForAll @IntRange(max = 999_999) int major,
      @ForAll @IntRange(max = 999_999) int minor,
      @ForAll @IntRange(max = 999_999) int patch) {
    Release release = new Release(major, minor, patch);
    assertThat(Release.of(release.toString())).isEqualTo(Optional.of(release));
  }

  @ParameterizedTest
  @CsvSource({"1.8, 1, 8", "0.0, 0, 0", "10.20, 10, 20"})
  void twoNumbersAreASeries(String text, int major, int minor) {
    assertThat(Series.of(text)).isEqualTo(Optional.of(new Series(major, minor)));
    assertThat(new Series(major, minor)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.", ".8", "1.8.3", "01.8", "1.08", "1.x", " 1.8"})
  void anythingElseIsNoSeries(String text) {
    assertThat(Series.of(text)).isEmpty();
  }

  @Test
  void seriesAreOrderedByTheirNumbers() {
    List<String> sorted =
        Stream.of("1.10", "2.0", "1.9", "0.99")
            .map(text -> Series.of(text).orElseThrow())
            .sorted()
            .map(Series::toString)
            .toList();
    assertThat(sorted).containsExactly("0.99", "1.9", "1.10", "2.0");
  }
}
