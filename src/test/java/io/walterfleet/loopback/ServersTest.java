package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SSH servers that allow little. */
@Tag("loopback")
@Timeout(120)
class ServersTest {
  @Test
  void oneSessionAtATimeIsEnoughForAWholeUpgrade() throws Exception {
    try (Desk desk = Desk.withInstalled(2, Desk.FROM, "MaxSessions 1")) {
      Path inventory = desk.write(desk.inventory());
      assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(2));
      desk.assertNothingToDo(2, inventory);
    }
  }

  @Test
  void thirtyMachinesBehindAServerThatTakesTwoAtOnceAreAllRead() throws Exception {
    try (Desk desk = Desk.with(30, "MaxStartups 2:50:4")) {
      Inventory wanted = desk.inventory().defaults("mode: internal-tls");
      for (LoopbackMachine machine : desk.fleet().machines()) {
        wanted = wanted.machine(machine, "host: " + machine.host());
      }
      assertThat(desk.look(desk.write(wanted)))
          .isEqualTo(new Ran(2, "30 machines: 30 to change\n", ""));
      assertThat(desk.fleet().log().logins()).hasSize(30).doesNotHaveDuplicates();
      assertThat(desk.fleet().log().commands()).hasSize(30).doesNotHaveDuplicates();
    }
  }

  @Test
  void withoutForwardingTheMachineItselfIsTheOneToAskForHealth() throws Exception {
    try (Desk desk = Desk.withInstalled(2, Desk.FROM, "AllowTcpForwarding no")) {
      desk.machine(1).without("curl");
      Path inventory = desk.write(desk.inventory().rollout("maxFailed: 2, onFailure: leave"));
      Ran ran = desk.run("apply", "--yes", "-i", inventory.toString());
      assertThat(ran.exitCode()).isEqualTo(3);
      assertThat(ran.out())
          .endsWith(
              """
              applied: machine-001
              failed: machine-002
                  its health cannot be asked: the SSH server forbids forwarding, and there is no curl (nothing was
                  changed)
                  fix: allow it (AllowTcpForwarding local in sshd_config), or install curl there, or set 'rollout: gate: via: direct' in the inventory

              2 machines: 1 applied, 1 failed in TIME
              """);
      assertThat(desk.machine(1).docker().changes()).isEmpty();
      assertThat(desk.machine(1).home().resolve(".walter-fleet")).doesNotExist();
      desk.assertNothingToDo(1, inventory, "-l", "machine-001");
      desk.machine(1).with("curl");
      assertThat(desk.apply(inventory))
          .isEqualTo(new Ran(0, "2 machines: 1 in sync, 1 applied in TIME\n", ""));
      desk.assertNothingToDo(2, inventory);
    }
  }

  @Test
  void anotherHostKeyThanBeforeIsRefusedByAllMachines() throws Exception {
    try (Desk desk = Desk.withInstalled(2, Desk.FROM)) {
      Path inventory = desk.write(desk.inventory());
      desk.fleet().changeHostKey();
      desk.fleet().clearLogs();
      assertThat(desk.look(inventory)).isEqualTo(new Ran(8, "2 machines: 2 unknown\n", ""));
      assertThat(desk.apply(inventory))
          .isEqualTo(new Ran(8, "2 machines: 2 skipped in TIME\n", ""));
      assertThat(desk.fleet().log().logins()).isEmpty();
      assertThat(desk.machine(0).commands()).isEmpty();
      desk.fleet().trustHostKey();
      assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(2));
      desk.assertNothingToDo(2, inventory);
    }
  }
}
