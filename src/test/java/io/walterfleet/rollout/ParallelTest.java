package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@Tag("unit")
class ParallelTest {
  @Test
  void answersComeInTheOrderOfTheItems() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(1);
    List<String> answers =
        Parallel.map(
            List.of(1, 2),
            2,
            item -> {
              if (item == 1) {
                await(second);
              } else {
                second.countDown();
              }
              return "answer " + item;
            });
    assertThat(answers).containsExactly("answer 1", "answer 2");
  }

  @Test
  void nothingIsDoneForNobody() throws InterruptedException {
    assertThat(Parallel.map(List.of(), 4, item -> item)).isEmpty();
  }

  @Test
  void soManyRunAtATimeAndNoMore() throws InterruptedException {
    CyclicBarrier three = new CyclicBarrier(3);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Parallel.map(
        IntStream.range(0, 9).boxed().toList(),
        3,
        item -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          meet(three);
          return running.decrementAndGet();
        });
    assertThat(most).hasValue(3);
  }

  @Test
  void aBugOnOneItemIsThrownWhenTheOthersHaveEnded() {
    Set<Integer> ended = ConcurrentHashMap.newKeySet();
    IllegalArgumentException first = new IllegalArgumentException("first");
    IllegalArgumentException second = new IllegalArgumentException("second");
    assertThatThrownBy(
            () ->
                Parallel.map(
                    List.of(0, 1, 2, 3),
                    2,
                    item -> {
                      if (item == 0) {
                        throw first;
                      }
                      if (item == 2) {
                        throw second;
                      }
                      return ended.add(item);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasCause(first)
        .hasSuppressedException(second);
    assertThat(ended).containsExactlyInAnyOrder(1, 3);
  }

  @Test
  void whoWaitsIsInterruptedAndSoIsWhatRuns() throws InterruptedException {
    Thread waiting = Thread.currentThread();
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Parallel.map(
                    List.of(1),
                    1,
                    item -> {
                      waiting.interrupt();
                      hang(interrupted);
                      return item;
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void hang(CountDownLatch interrupted) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
