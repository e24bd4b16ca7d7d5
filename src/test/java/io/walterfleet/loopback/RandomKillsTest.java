package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A share of {@link RandomKills}, for every run of the tests. */
@Tag("loopback")
@Timeout(300)
class RandomKillsTest {
  @Test
  void aFewKillsConvergeAndLoseNothing() throws Exception {
    assertThat(RandomKills.play(9001, 6, 2)).hasSize(6).allMatch(one -> one.faults().isEmpty());
  }
}
