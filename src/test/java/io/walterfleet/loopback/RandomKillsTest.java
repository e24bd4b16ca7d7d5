package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.RandomKill.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A share of {@link RandomKills}, for every run of the tests. */
@Tag("loopback")
@Timeout(300)
class RandomKillsTest {
  @Test
  void aFewKillsConvergeAndLoseNothing() throws Exception {
    assertThat(RandomKills.play(9001, 6, 2, new Shape(1, 1)))
        .hasSize(6)
        .allMatch(one -> one.faults().isEmpty());
  }

  @Test
  void aFewKillsWithSlotsAtWorkConvergeAndChangeEachMachineOnce() throws Exception {
    assertThat(RandomKills.play(9101, 2, 1, new Shape(3, 2)))
        .hasSize(2)
        .allMatch(one -> one.faults().isEmpty());
  }
}
