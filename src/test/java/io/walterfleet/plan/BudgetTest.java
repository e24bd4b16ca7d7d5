package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent.Count;
import io.walterfleet.fleet.CountOrPercent.Percent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class BudgetTest {
  @Test
  void aPercentageIsOfThePlanAndRoundedDown() {
    assertThat(Budget.of(new Percent(5), 121)).isEqualTo(new Budget(6));
    assertThat(Budget.of(new Percent(5), 19)).isEqualTo(new Budget(0));
    assertThat(Budget.of(new Percent(5), 20)).isEqualTo(new Budget(1));
    assertThat(Budget.of(new Percent(100), 7)).isEqualTo(new Budget(7));
  }

  @Test
  void aCountIsTheSameForEveryPlan() {
    assertThat(Budget.of(new Count(3), 2)).isEqualTo(new Budget(3));
  }

  @Test
  void aBudgetOfNoneStopsAtTheFirst() {
    Budget none = Budget.of(new Count(0), 10);
    assertThat(none.isSpent(0)).isFalse();
    assertThat(none.isSpent(1)).isTrue();
  }

  @Test
  void oneFailureMoreThanIsBorneStops() {
    for (int machines = 0; machines <= 60; machines++) {
      for (int hundredths = 0; hundredths <= 100; hundredths++) {
        Budget budget = Budget.of(new Percent(hundredths), machines);
        for (int failed = 0; failed <= machines; failed++) {
          assertThat(budget.isSpent(failed))
              .as("%s of %s failed, %s %% are borne", failed, machines, hundredths)
              .isEqualTo(failed > Math.floor(machines * hundredths / 100.0));
        }
      }
    }
  }
}
