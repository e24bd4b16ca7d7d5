package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class CountOrPercentTest {
  @Test
  void aCountIsTheSameOfAnyWhole() {
    CountOrPercent three = new CountOrPercent.Count(3);
    assertThat(three.roundedUp(0)).isEqualTo(3);
    assertThat(three.roundedUp(1000)).isEqualTo(3);
    assertThat(three.roundedDown(0)).isEqualTo(3);
    assertThat(three.roundedDown(1000)).isEqualTo(3);
  }

  @Test
  void aCountMayBeNoneButNotLess() {
    assertThat(new CountOrPercent.Count(0).roundedUp(7)).isZero();
    assertThatThrownBy(() -> new CountOrPercent.Count(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a count is 0 or more");
  }

  @Test
  void aPercentageIsFromNoneToAll() {
    assertThat(new CountOrPercent.Percent(0).roundedUp(7)).isZero();
    assertThat(new CountOrPercent.Percent(100).roundedDown(7)).isEqualTo(7);
    for (int outside : new int[] {-1, 101}) {
      assertThatThrownBy(() -> new CountOrPercent.Percent(outside))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a percentage is 0 to 100");
    }
  }

  @Property
  void aPercentageIsRoundedAsInTheBooks(
      @ForAll @IntRange(max = 100) int hundredths, @ForAll @IntRange(max = 2_000_000_000) int all) {
    BigDecimal exact =
        BigDecimal.valueOf(all).multiply(BigDecimal.valueOf(hundredths)).movePointLeft(2);
    CountOrPercent countOrPercent = new CountOrPercent.Percent(hundredths);
    assertThat(countOrPercent.roundedUp(all))
        .isEqualTo(exact.setScale(0, RoundingMode.CEILING).intValueExact());
    assertThat(countOrPercent.roundedDown(all))
        .isEqualTo(exact.setScale(0, RoundingMode.FLOOR).intValueExact());
  }
}
