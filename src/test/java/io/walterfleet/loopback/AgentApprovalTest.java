package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.ssh.SshAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is signed by a key which a real ssh-agent has, and no file any more. */
@Tag("loopback")
@Timeout(120)
class AgentApprovalTest {
  @Test
  void aKeyThatOnlyTheAgentHasApprovesAndWithoutTheAgentItDoesNot(@TempDir Path keys)
      throws Exception {
    Path key = keys.resolve("ana");
    Process generated =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
            .start();
    assertThat(generated.waitFor()).isZero();
    Path shown = Path.of(key + ".pub");
    Path signers = keys.resolve("signers");
    Files.writeString(signers, "ana@site " + Files.readString(shown));
    try (Desk desk = Desk.withInstalled(1, Desk.FROM);
        SshAgent agent = SshAgent.start(keys.resolve("agent"))) {
      agent.add(key);
      Files.delete(key);
      Path inventory =
          desk.write(
              desk.inventory()
                  .with(
                      "approvals", "{signers: '" + signers + "', required: 1, notAuthor: false}"));
      String file = inventory.toString();
      String plan = inventory.resolveSibling("plan.json").toString();
      assertThat(desk.run("plan", "-i", file, "--out", plan).exitCode()).isZero();
      List<String> approve =
          List.of("approve", plan, "--yes", "--key", shown.toString(), "-i", file);

      Ran without = ran(desk, List.of("env", "-u", "SSH_AUTH_SOCK"), approve);
      assertThat(without.exitCode()).as(without.toString()).isNotZero();
      assertThat(desk.run("apply", plan, "--yes", "-i", file).exitCode()).isEqualTo(11);

      Ran with = ran(desk, List.of("env", "SSH_AUTH_SOCK=" + agent.socket()), approve);
      assertThat(with.exitCode()).as(with.toString()).isZero();
      assertThat(with.out()).contains("Approved by ana@site.");
      assertThat(desk.run("apply", plan, "--yes", "-i", file).exitCode()).isZero();
      assertThat(desk.run("plan", "-i", file, "--detailed-exitcode").exitCode()).isZero();
      // the same again without a saved plan is on hold, because there is none to approve
      desk.forgetWishes();
    }
  }

  private static Ran ran(Desk desk, List<String> before, List<String> words) throws Exception {
    try (ControllerProcess process = ControllerProcess.start(desk, before, words)) {
      int exitCode = process.exitCode();
      return new Ran(exitCode, process.said(), "");
    }
  }
}
