package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.PlanJson;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A login that gives no shell is told by what came in its place. */
@Tag("loopback")
@Timeout(120)
class NoShellTest {
  private static final String FIX =
      "look whether this user's login shell is a shell (getent passwd), and whether its key in"
          + " authorized_keys, or sshd's ForceCommand, forces another command";

  @Test
  void theFirstWordsThatCameAndTheTwoCausesAreNamed() throws Exception {
    try (Desk desk = Desk.with(3)) {
      desk.machine(0).loginShell("/usr/sbin/nologin");
      Path forced = desk.folder().resolve("forced");
      Files.writeString(forced, "#!/bin/sh\necho 'backups only, you asked for sh' >&2\nexit 3\n");
      Files.setPosixFilePermissions(forced, PosixFilePermissions.fromString("rwxr-xr-x"));
      desk.machine(1).loginShell(forced.toString());
      desk.machine(2).loginShell("/usr/lib/openssh/sftp-server");
      String file = desk.folder().resolve("plan.json").toString();
      desk.run("plan", "-q", "-i", desk.write(desk.inventory()).toString(), "--out", file);
      List<MachinePlan> machines = PlanJson.read(Files.readString(Path.of(file))).machines();
      assertThat(machines)
          .extracting(machine -> machine.judgement().reason())
          .containsExactly(
              "no answer came, and the login shell ended with 1, after \"This account is currently"
                  + " not available.\"",
              "no answer came, and the login shell ended with 3, with the error \"backups only, you"
                  + " asked for sh\"",
              "no answer came, and the login shell ended with 11");
      assertThat(machines).extracting(machine -> machine.judgement().fix()).containsOnly(FIX);
      for (LoopbackMachine machine : desk.fleet().machines()) {
        assertThat(machine.home().resolve(".walter-fleet")).doesNotExist();
      }
    }
  }
}
