package io.walterfleet.fleet;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class ShardTest {
  private static final List<String> NAMES =
      IntStream.rangeClosed(1, 1000).mapToObj("store-%04d"::formatted).toList();

  @ParameterizedTest
  @CsvSource({"edge-01, 4", "store-001, 4", "store-002, 4", "münchen, 7"})
  void aMachineIsInExactlyOneShare(String machine, int count) {
    assertThat(IntStream.range(0, count).filter(index -> new Shard(index, count).holds(machine)))
        .hasSize(1);
  }

  @Test
  void theShareOfAMachineNeverChanges() {
    assertThat(new Shard(1, 4).holds("edge-01")).isTrue();
    assertThat(new Shard(1, 4).holds("store-001")).isTrue();
    assertThat(new Shard(3, 4).holds("store-002")).isTrue();
  }

  @Test
  void sharesAreAboutAlike() {
    Map<Integer, List<String>> shares =
        NAMES.stream()
            .collect(
                groupingBy(
                    name ->
                        IntStream.range(0, 8)
                            .filter(index -> new Shard(index, 8).holds(name))
                            .findFirst()
                            .orElseThrow()));
    assertThat(shares).hasSize(8);
    assertThat(shares.values()).allMatch(share -> share.size() > 90 && share.size() < 160);
    assertThat(NAMES).allMatch(Shard.WHOLE::holds);
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "-1, 2", "0, 0"})
  void aShareThatIsNotThereCannotBeMeant(int index, int count) {
    assertThatThrownBy(() -> new Shard(index, count)).isInstanceOf(IllegalArgumentException.class);
  }
}
