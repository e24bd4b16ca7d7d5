package io.walterfleet.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.Desk.Ran;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users who are not root, and servers that forbid what others allow. */
@Tag("container")
@Timeout(120)
class BareMachinesIT {
  @Test
  void stepsRunThroughSudoAndTheFilesStayTheUsers() throws Exception {
    try (Box box = Box.start("")) {
      box.inventory(", become: true", "backup: volumes");
      box.assertThatTheSameCommandConverges();
      assertThat(box.machine().shell("stat -c %U .walter-fleet walter-onprem/.env.deploy"))
          .isEqualTo("root\nwalter\n");
    }
  }

  @Test
  void aSudoThatAsksForAPasswordIsToldInOneMessage() throws Exception {
    try (Box box = Box.start("")) {
      box.inventory(", become: true", "backup: none");
      box.machine().root("echo 'walter ALL=(ALL) ALL' >/etc/sudoers.d/walter");
      Ran ran = box.apply();
      assertThat(ran.exitCode()).isEqualTo(8);
      assertThat(ran.ending("1 machine unknown"))
          .isEqualTo(
              """
              1 machine unknown: not all could be read, so nothing is done
                ? box
                    sudo does not let this user run it without a password
                    fix: let this user run sudo without a password (NOPASSWD: ALL in /etc/sudoers.d), or set ssh.become: false

              1 machine: 1 unknown
              """);
      box.assertThatNothingIsLost();
      box.machine().root("echo 'walter ALL=(ALL) NOPASSWD:ALL' >/etc/sudoers.d/walter");
      box.assertThatTheSameCommandConverges();
    }
  }

  @Test
  void withoutForwardingAndWithoutCurlNothingIsBegun() throws Exception {
    try (Box box = Box.start("AllowTcpForwarding no")) {
      box.machine().root("mv /usr/bin/curl /root");
      assertThat(box.failed())
          .isEqualTo(
              """
              failed: box
                  its health cannot be asked: the SSH server forbids forwarding, and there is no curl (nothing was
                  changed)
                  fix: allow it (AllowTcpForwarding local in sshd_config), or install curl there, or set 'rollout: gate: via: direct' in the inventory

              1 machine: 1 failed in T
              """);
      box.assertThatNothingIsLost();
      box.machine().root("mv /root/curl /usr/bin");
      box.assertThatTheSameCommandConverges();
    }
  }
}
