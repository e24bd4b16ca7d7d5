package io.walterfleet.ssh.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("unit")
@Timeout(120)
class WatchdogTest {
  @Test
  void noThreadOutlivesWhatItWaitedFor() throws Exception {
    Set<Thread> before = threads();
    CountDownLatch acted = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      new Watchdog().after(Duration.ofMillis(1), acted::countDown);
    }
    assertThat(acted.await(60, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 500 && !before.containsAll(threads()); i++) {
      Thread.sleep(100);
    }
    assertThat(before).containsAll(threads());
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("ssh (clock|hand)"))
        .collect(Collectors.toSet());
  }
}
