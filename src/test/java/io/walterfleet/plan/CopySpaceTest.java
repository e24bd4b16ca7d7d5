package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A copy of 100,000 KB of data takes 110,000 KB, and 65,536 are to spare. */
@Tag("unit")
class CopySpaceTest {
  private static final long EACH = 175_536L * 1024;

  @Test
  void aBackupAndAWayBackLieWhereDockerKeepsTheVolumesAndArePackedInTheHome() {
    assertThat(CopySpace.of(new Host.Data(100_000, 5, false)))
        .contains(new CopySpace(102_400_000, 2 * EACH, EACH));
    assertThat(CopySpace.of(new Host.Data(100_000, 5, true)))
        .contains(new CopySpace(102_400_000, 2 * EACH, 0));
    assertThat(CopySpace.back(new Host.Data(100_000, 5, false)))
        .contains(new CopySpace(102_400_000, EACH, 0));
  }

  @Test
  void ofDataThatWereNeverMeasuredNothingIsTold() {
    assertThat(CopySpace.of(Host.Data.UNMEASURED)).isEmpty();
    assertThat(CopySpace.back(Host.Data.UNMEASURED)).isEmpty();
  }

  @Test
  void aWayBackNeedsRoomWhereDockerKeepsTheVolumes() {
    assertThat(lackBack(new Host.Data(100_000, 175_536, false), 0)).isEmpty();
    assertThat(lackBack(new Host.Data(100_000, 175_535, false), 999_999))
        .contains("171 MB free where docker keeps the volumes, 171 MB needed");
    assertThat(lackBack(new Host.Data(100_000, 0, true), 175_536)).isEmpty();
    assertThat(lackBack(new Host.Data(100_000, 0, true), 175_535))
        .contains("171 MB free in the home, 171 MB needed");
  }

  private static Optional<String> lackBack(Host.Data data, long home) {
    return CopySpace.back(data).orElseThrow().lack(new Host(home, Set.of(), data));
  }
}
