package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.ByteLine.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ByteLineTest {
  private static final long GIGABYTE = 1_000_000_000L;

  @Test
  void aPartThatIsAlwaysThereIsToldFromWhatGoesWithTheBytes() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      samples.add(sample(i, 20 + 10 * i));
    }
    ByteLine line = ByteLine.through(samples);
    assertThat(scaled(line, 30, 1, 10)).isEqualTo(120);
    assertThat(scaled(line, 110, 9, 1)).isEqualTo(30);
    assertThat(scaled(line, 60, 1, 10)).as("a slow machine is slow in both parts").isEqualTo(240);
  }

  @Test
  void oneVerySlowMachineBendsNothing() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      samples.add(sample(i, i == 9 ? 4000 : 10 * i));
    }
    assertThat(scaled(ByteLine.through(samples), 10, 1, 4)).isEqualTo(40);
  }

  @Test
  void sizesThatAreAlikeTellNothingSoAllOfTheTimeGoesWithTheBytes() {
    assertThat(ByteLine.through(List.of())).isEqualTo(ByteLine.PROPORTIONAL);
    assertThat(ByteLine.through(List.of(sample(2, 10)))).isEqualTo(ByteLine.PROPORTIONAL);
    ByteLine alike = ByteLine.through(List.of(sample(10, 30), sample(11, 90), sample(19, 10)));
    assertThat(alike).isEqualTo(ByteLine.PROPORTIONAL);
    assertThat(scaled(alike, 30, 10, 25)).isEqualTo(75);
  }

  @Test
  void timesThatShrinkWithTheBytesSayThatTheyDoNotGoWithThem() {
    ByteLine line = ByteLine.through(List.of(sample(1, 30), sample(2, 25), sample(4, 20)));
    assertThat(scaled(line, 30, 1, 100)).isEqualTo(30);
  }

  @Test
  void noTimeIsLessThanNothing() {
    ByteLine steep = ByteLine.through(List.of(sample(1, 1), sample(2, 30), sample(4, 60)));
    assertThat(steep).isEqualTo(ByteLine.PROPORTIONAL);
    assertThat(ByteLine.through(List.of(sample(1, 0), sample(4, 0))))
        .isEqualTo(ByteLine.PROPORTIONAL);
  }

  private static Sample sample(long gigabytes, long seconds) {
    return new Sample(gigabytes * GIGABYTE, Duration.ofSeconds(seconds));
  }

  private static long scaled(ByteLine line, long seconds, long from, long to) {
    return line.scaled(Duration.ofSeconds(seconds), from * GIGABYTE, to * GIGABYTE).toSeconds();
  }
}
