package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A saved plan meets twenty machines, one of which somebody has changed since. */
@Tag("loopback")
@Timeout(300)
class StalePlanTest {
  @Test
  void theMachineThatMovedIsNotTouchedAndTheOthersAreApplied() throws Exception {
    try (Desk desk = Desk.withInstalled(20, Desk.FROM)) {
      Path inventory = desk.write(desk.inventory());
      String plan = desk.folder().resolve("plan.json").toString();
      assertThat(desk.look(inventory, "--out", plan))
          .isEqualTo(new Ran(2, "20 machines: 20 to change\n", ""));
      LoopbackMachine moved = desk.machine(6);
      Path env = moved.install().resolve(".env.deploy");
      String edited = Files.readString(env).replace(moved.host(), "moved.example.com");
      Files.writeString(env, edited);
      desk.fleet().clearLogs();

      Ran ran = desk.run("apply", "--yes", "-i", inventory.toString(), plan);

      assertThat(ran.exitCode()).isEqualTo(5);
      assertThat(ran.out())
          .endsWith(
              """
              applied: 19 machines: machine-[001:006], machine-[008:020]
              stale: machine-007
                  'host' was 'HOST' when the plan was made, and is 'moved.example.com' now
                  (nothing was changed)
                  fix: plan again, and review what moved

              20 machines: 19 applied, 1 stale in TIME
              """
                  .replace("HOST", moved.host()));
      List<String> all = desk.fleet().machines().stream().map(LoopbackMachine::address).toList();
      assertThat(desk.fleet().log().connections()).containsExactlyInAnyOrderElementsOf(all);
      assertThat(env).hasContent(edited);
      assertThat(moved.docker().changes()).allMatch(call -> call.contains(" pull "));
      desk.assertNothingToDo(19, inventory, "-l", "*:!machine-007");
      assertThat(desk.apply(inventory))
          .isEqualTo(new Ran(0, "20 machines: 19 in sync, 1 applied in TIME\n", ""));
      desk.assertNothingToDo(20, inventory);
    }
  }
}
