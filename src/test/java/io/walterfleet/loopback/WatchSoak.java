package io.walterfleet.loopback;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ten minutes of {@link WatchOverSshTest} with fifty machines. Asked for by name: {@code mvn
 * surefire:test -Dtest=WatchSoak}.
 */
@Tag("loopback")
@Timeout(1500)
class WatchSoak {
  @Test
  void tenMinutesWithFiftyMachines() throws Exception {
    try (Desk desk = Desk.with(50)) {
      WatchOverSshTest.soak(
          desk, Duration.ofMinutes(10), Duration.ofSeconds(12), Duration.ofSeconds(10));
    }
  }
}
