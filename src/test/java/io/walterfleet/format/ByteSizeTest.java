package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "2850000000, 2.9 GB",
    "999990000000, 1.0 TB",
    "9223372036854775807, 9223372.0 TB",
  })
  void noUnitIsShownAThousandTimes(long bytes, String shown) {
    assertThat(ByteSize.of(bytes)).isEqualTo(shown);
  }

  @Test
  void aRangeOfWhatReadsAlikeIsOneSize() {
    assertThat(ByteSize.range(List.of(999_960L, 1_000_000L))).isEqualTo("1.0 MB");
  }
}
