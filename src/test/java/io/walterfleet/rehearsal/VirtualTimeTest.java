package io.walterfleet.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("unit")
@Timeout(60)
class VirtualTimeTest {
  private final VirtualTime time = new VirtualTime();
  private final List<String> seen = new ArrayList<>();

  @Test
  void itPassesWithoutAnyWaiting() throws Exception {
    time.of(Duration.ofDays(30));
    assertThat(time.passed()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void whoWaitsForLessGoesOnFirst() throws Exception {
    List<Integer> answers = time.map(List.of(3, 1, 2), 3, this::takes);
    assertThat(answers).containsExactly(3, 1, 2);
    assertThat(seen)
        .containsExactly("3 at 0", "1 at 0", "2 at 0", "1 done at 1", "2 done at 2", "3 done at 3");
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void whoIsThroughTakesTheNextAtOnce() throws Exception {
    time.map(List.of(3, 1, 1), 2, this::takes);
    assertThat(seen)
        .containsExactly("3 at 0", "1 at 0", "1 done at 1", "1 at 1", "1 done at 2", "3 done at 3");
  }

  @Test
  void ofThoseWhoWaitForTheSameTimeTheFirstGoesOnFirst() throws Exception {
    List<Integer> all = IntStream.range(0, 200).map(i -> 7).boxed().toList();
    List<Integer> order = new ArrayList<>();
    time.map(
        IntStream.range(0, 200).boxed().toList(),
        200,
        number -> {
          takes(7);
          return order.add(number);
        });
    assertThat(order).isEqualTo(IntStream.range(0, 200).boxed().toList());
    assertThat(seen).hasSize(2 * all.size());
  }

  @Test
  void aBugIsToldWhenAllAreThrough() {
    assertThatThrownBy(
            () ->
                time.map(
                    List.of(1, 2),
                    2,
                    number -> {
                      if (number == 1) {
                        throw new IllegalArgumentException("a bug");
                      }
                      return takes(number);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("a bug");
    assertThat(seen).containsExactly("2 at 0", "2 done at 2");
  }

  private int takes(int seconds) {
    try {
      seen.add(seconds + " at " + time.passed().toSeconds());
      time.of(Duration.ofSeconds(seconds));
      seen.add(seconds + " done at " + time.passed().toSeconds());
      return seconds;
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }
}
