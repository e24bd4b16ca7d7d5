package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.step.StepRequest.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class UploadsTest {
  private static final byte[] BUNDLE = new byte[100_000];

  static {
    Arrays.fill(BUNDLE, (byte) 7);
  }

  @Test
  void everyByteArrivesInTheTimeThatTheRateAllows() throws IOException {
    Payload payload = new Uploads(1, OptionalLong.of(1_000_000)).limit(payload());
    ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    long begin = System.nanoTime();

    payload.bytes().writeTo(arrived);

    assertThat(arrived.toByteArray()).isEqualTo(BUNDLE);
    // the last slice begins when the others' time is over: six of 16,384 bytes
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(98));
  }

  @Test
  void twoUploadsShareTheRate() throws Exception {
    Payload payload = new Uploads(2, OptionalLong.of(1_000_000)).limit(payload());
    ExecutorService machines = Executors.newFixedThreadPool(2);
    long begin = System.nanoTime();

    Future<?> one = machines.submit(() -> send(payload, new ByteArrayOutputStream()));
    Future<?> other = machines.submit(() -> send(payload, new ByteArrayOutputStream()));
    one.get();
    other.get();
    machines.shutdown();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(195));
  }

  @Test
  void oneMoreThanAllowedWaitsForTheEndOfAnother() throws Exception {
    Payload payload = new Uploads(1, OptionalLong.empty()).limit(payload());
    ExecutorService machines = Executors.newFixedThreadPool(2);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int single) {}

          @Override
          public void write(byte[] bytes, int from, int length) {
            begun.countDown();
            await(mayEnd);
          }
        };
    ByteArrayOutputStream second = new ByteArrayOutputStream();

    Future<?> first = machines.submit(() -> send(payload, slow));
    await(begun);
    Future<?> next = machines.submit(() -> send(payload, second));
    assertThat(next.isDone()).isFalse();
    assertThat(second.size()).isZero();
    mayEnd.countDown();
    first.get();
    next.get();
    machines.shutdown();

    assertThat(second.toByteArray()).isEqualTo(BUNDLE);
  }

  private static Payload payload() {
    return new Payload("0".repeat(64), BUNDLE.length, out -> out.write(BUNDLE, 0, BUNDLE.length));
  }

  private static void send(Payload payload, OutputStream to) {
    try {
      payload.bytes().writeTo(to);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }
}
