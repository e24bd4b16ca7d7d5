package io.walterfleet.ssh.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is received is read by another thread, in order, or not at all. */
@Tag("unit")
@Timeout(30)
class ChannelInputStreamTest {
  @Test
  void bytesComeOutAsTheyWentInUntilTheEnd() throws Exception {
    ChannelInputStream channelInputStream = new ChannelInputStream(Duration.ZERO);
    try (OutputStream entry = channelInputStream.entry()) {
      entry.write("hello ".getBytes(US_ASCII));
      entry.write('w');
      entry.write("orld".getBytes(US_ASCII));
    }
    assertThat(channelInputStream.exit().available()).isEqualTo(11);
    assertThat(new String(channelInputStream.exit().readAllBytes(), US_ASCII))
        .isEqualTo("hello world");
    assertThat(channelInputStream.exit().read()).isEqualTo(-1);
  }

  @Test
  void moreThanItHoldsWaitsForTheReader() throws Exception {
    ChannelInputStream channelInputStream = new ChannelInputStream(Duration.ZERO);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try (OutputStream entry = channelInputStream.entry()) {
                for (int i = 0; i < 100; i++) {
                  entry.write(new byte[100_000]);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(channelInputStream.exit().readAllBytes()).hasSize(10_000_000);
    writer.join();
  }

  @Test
  void patienceEnds() {
    ChannelInputStream channelInputStream = new ChannelInputStream(Duration.ofMillis(50));
    assertThatThrownBy(() -> channelInputStream.exit().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void anAbandonedOneFreesBothSides() throws Exception {
    ChannelInputStream channelInputStream = new ChannelInputStream(Duration.ZERO);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try (OutputStream entry = channelInputStream.entry()) {
                entry.write(new byte[2_000_000]);
                entry.write(new byte[2_000_000]);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(channelInputStream.exit().read()).isZero();
    channelInputStream.exit().close();
    writer.join();
    assertThatThrownBy(() -> channelInputStream.exit().read()).hasMessage("the stream was closed");
  }
}
