package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ConditionTest {
  private static final Condition SICK = Condition.notReady("it answers 502");

  @Test
  void somebodyMustLookWhereItsUsersAreNotServed() {
    assertThat(List.of(Condition.State.values()).stream().filter(Condition.State::isUnhealthy))
        .containsExactly(Condition.State.NOT_READY, Condition.State.MIGRATION_BLOCKED);
    Conditions all = new Conditions(Map.of("a", Condition.READY, "b", SICK));
    assertThat(all.unhealthy()).containsExactly("b");
    assertThat(all.isUnhealthy("c")).isFalse();
    assertThat(all.without(List.of("b")).unhealthy()).isEmpty();
  }
}
