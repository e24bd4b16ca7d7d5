package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.remote.Reply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class SymptomTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "permission denied while trying to connect to the Docker daemon socket at"
            + " unix:///var/run/docker.sock: dial unix: connect: permission denied",
        "Got permission denied while trying to connect to the Docker daemon socket",
      })
  void aUserWhoIsNotInTheGroupDockerIsToldTheCommand(String said) {
    assertThat(Symptom.ofFact("docker", said))
        .isEqualTo(
            new Unknown(
                "docker could not be read: this user may not talk to the engine (permission"
                    + " denied)",
                "as this user on the machine: sudo usermod -aG docker \"$(id -un)\" (it holds from"
                    + " the next login on), or set ssh.become: true"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker ps: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker"
            + " daemon running?",
        "failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is"
            + " correct and if the daemon is running: dial unix /var/run/docker.sock: connect: no such"
            + " file or directory"
      })
  void anEngineThatDoesNotRunIsToBeStarted(String said) {
    assertThat(Symptom.ofFact("stack", said))
        .isEqualTo(
            new Unknown(
                "docker could not be read: the engine does not run",
                "start it on the machine: sudo systemctl enable --now docker"));
  }

  @Test
  void aPermissionOfAFileIsNoneOfTheEngines() {
    assertThat(Symptom.ofFact("env", "x: Permission denied"))
        .isEqualTo(
            new Unknown(
                "env could not be read: \"x: Permission denied\"",
                "mend that on the machine, then run this command again"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "This account is currently not available. | '' | 1"
            + " | , after \"This account is currently not available.\"",
        "'' | Connection closed | 255 | , with the error \"Connection closed\"",
        "hello | no | 3 | , after \"hello\", with the error \"no\"",
        "'' | '' | 1 | ''",
      })
  void whatCameInsteadOfAnAnswerIsQuoted(String out, String err, int exit, String quoted) {
    assertThat(Symptom.ofNoAnswer(new Reply(exit, "\n" + out + "\n", err, false)))
        .isEqualTo(
            new Unknown(
                "no answer came, and the login shell ended with " + exit + quoted,
                "look whether this user's login shell is a shell (getent passwd), and whether its"
                    + " key in authorized_keys, or sshd's ForceCommand, forces another command"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sudo: sorry, you must have a tty to run sudo | sudo wants a terminal (requiretty)"
            + " | add 'Defaults:USER !requiretty', with this user's name, to a file in"
            + " /etc/sudoers.d, or set ssh.become: false",
        "sudo: a password is required | sudo does not let this user run it without a password"
            + " | let this user run sudo without a password (NOPASSWD: ALL in /etc/sudoers.d),"
            + " or set ssh.become: false",
        "ana is not in the sudoers file. | sudo does not let this user run it without a password"
            + " | let this user run sudo without a password (NOPASSWD: ALL in /etc/sudoers.d),"
            + " or set ssh.become: false",
        "Sorry, user ana is not allowed to execute '/usr/bin/env sh -s' as root on store. | sudo does not let this user run it without a password"
            + " | let this user run sudo without a password (NOPASSWD: ALL in /etc/sudoers.d),"
            + " or set ssh.become: false",
        "sudo: interactive authentication is required | sudo does not let this user run it without a password"
            + " | let this user run sudo without a password (NOPASSWD: ALL in /etc/sudoers.d),"
            + " or set ssh.become: false",
        "sudo: I'm sorry ana. I'm afraid I can't do that | sudo does not let this user run it without a password"
            + " | let this user run sudo without a password (NOPASSWD: ALL in /etc/sudoers.d),"
            + " or set ssh.become: false",
        "sudo: Sorry, user ana may not run sudo on store. | sudo does not let this user run it without a password"
            + " | let this user run sudo without a password (NOPASSWD: ALL in /etc/sudoers.d),"
            + " or set ssh.become: false",
        "sh: 1: exec: sudo: not found | there is no sudo | set ssh.become: false",
      })
  void whatSudoRefusesHasAFixOfItsOwn(String err, String reason, String fix) {
    assertThat(Symptom.ofNoAnswer(new Reply(1, "", err, false)))
        .isEqualTo(new Unknown(reason, fix));
  }
}
