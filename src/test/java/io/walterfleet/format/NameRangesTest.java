package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class NameRangesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a                            | a
          a1 a2                        | a1, a2
          a1 a2 a3                     | a[1:3]
          a08 a09 a10                  | a[08:10]
          a8 a9 a10                    | a[8:10]
          a09 a10 a011                 | a09, a10, a011
          a1 a2 a3 a5                  | a[1:3], a5
          a1 a2 a3 b1 b2 b3            | a[1:3], b[1:3]
          a1b1 a1b2 a1b3 a2b3 a3b3     | a1b[1:3], a2b3, a3b3
          n1.x n2.x n3.x               | n[1:3].x
          10.1.0.1 10.1.0.2 10.1.0.3   | 10.1.0.[1:3]
          a3 a2 a1                     | a3, a2, a1
          a1 a1 a1                     | a1, a1, a1
          a99999999999999999999 a2 a3  | a99999999999999999999, a2, a3
          """)
  void runsAreSaidAsRanges(String names, String shortened) {
    assertThat(NameRanges.shortened(List.of(names.split(" ")))).isEqualTo(shortened);
  }

  @Test
  void manyPartsAreCounted() {
    List<String> even = IntStream.range(0, 50).mapToObj(i -> "n" + i * 2).toList();
    assertThat(NameRanges.shortened(even))
        .isEqualTo("n0, n2, n4, n6, n8, n10, n12, n14, n16, n18, n20 and 39 more");
  }

  @Test
  void noNameIsNothing() {
    assertThat(NameRanges.shortened(List.of())).isEmpty();
  }
}
