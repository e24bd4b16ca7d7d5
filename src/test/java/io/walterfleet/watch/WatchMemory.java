package io.walterfleet.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand surveys of a hundred machines, of which some drift, some resist and some are away:
 * the memory in use stays flat. Asked for by name: {@code mvn surefire:test -Dtest=WatchMemory}.
 */
@Tag("unit")
class WatchMemory {
  private static final int SURVEYS = 10_000;
  private static final int LOOKS = 10;
  private static final long MEGABYTE = 1024 * 1024;

  @Test
  void memoryStaysFlatOverTenThousandSurveys() {
    Metrics metrics = new Metrics();
    Duration every = Duration.ofMinutes(30);
    WatchRig rig = new WatchRig(every, Duration.ZERO, true);
    rig.machines = IntStream.range(0, 100).mapToObj("m-%03d"::formatted).toList();
    Random chance = new Random(3);
    List<Long> used = new ArrayList<>();
    rig.each(
        () -> {
          rig.notices.forEach(metrics);
          rig.notices.clear();
          rig.corrections.clear();
          upset(rig, chance);
          if (rig.surveys.size() % (SURVEYS / LOOKS) == 0) {
            used.add(inUse());
          }
        });
    rig.runFor(every.multipliedBy(SURVEYS));
    System.out.println("megabytes in use after each thousand surveys: " + used);
    assertThat(rig.surveys).hasSize(SURVEYS);
    long early = used.get(1);
    assertThat(used.subList(1, used.size())).allMatch(megabytes -> megabytes <= early + 4);
  }

  private static void upset(WatchRig rig, Random chance) {
    String machine = rig.machines.get(chance.nextInt(rig.machines.size()));
    switch (chance.nextInt(4)) {
      case 0 -> rig.drifted.add(machine);
      case 1 -> rig.resisting.add(machine);
      case 2 -> rig.unseen.add(machine);
      default -> {
        rig.resisting.remove(machine);
        rig.unseen.clear();
      }
    }
  }

  private static long inUse() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      runtime.gc();
    }
    return (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
  }
}
