package io.walterfleet.step;

import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.remote.Reply;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Words that a machine said instead of a fact, of which we know the cause: the words by which they
 * are known, in lower case, what is wrong, and what to do about it.
 *
 * <p>What is known is told in words of ours, so that machines with the same trouble are told
 * together; everything else is quoted.
 */
enum Symptom {
  /** A sudoers file asks for a terminal, which no program has. */
  NO_TERMINAL(
      "sorry, you must have a tty",
      "sudo wants a terminal (requiretty)",
      "add 'Defaults:USER !requiretty', with this user's name, to a file in /etc/sudoers.d, or set"
          + " ssh.become: false"),
  /** A sudoers file asks for a password. */
  PASSWORD(
      "sudo: a password is required|sudo: a terminal is required|is not in the sudoers file|may not"
          + " run sudo",
      "sudo does not let this user run it without a password",
      "let this user run sudo without a password (NOPASSWD: ALL in /etc/sudoers.d), or set"
          + " ssh.become: false"),
  /** There is no sudo at all. */
  NO_SUDO("sudo: not found|sudo: command not found", "there is no sudo", "set ssh.become: false"),
  /** The user may not open the engine's socket. */
  DOCKER_DENIED(
      "permission denied",
      "docker could not be read: this user may not talk to the engine (permission denied)",
      "as this user on the machine: sudo usermod -aG docker \"$(id -un)\" (it holds from the next"
          + " login on), or set ssh.become: true"),
  /** Nobody listens at the engine's socket. */
  DOCKER_DOWN(
      "cannot connect to the docker daemon|is the docker daemon running|connection refused",
      "docker could not be read: the engine does not run",
      "start it on the machine: sudo systemctl enable --now docker"),
  /** The engine has a socket and says nothing. */
  DOCKER_SILENT(
      "did not end in time|was not asked in time|gave no answer and ended with 124",
      "docker could not be read: the engine gives no answer",
      "look on the machine at 'docker info' and at the engine's log: sudo journalctl -u docker");

  private static final int LONGEST = 200;

  /** What docker is asked for. */
  private static final Set<String> DOCKER = Set.of("docker", "compose", "stack", "images");

  private final String words;
  private final String reason;
  private final String fix;

  Symptom(String words, String reason, String fix) {
    this.words = words;
    this.reason = reason;
    this.fix = fix;
  }

  /** A machine of which one fact could not be read; {@code said} is why, in the machine's words. */
  static Unknown ofFact(String fact, String said) {
    Optional<Symptom> known =
        DOCKER.contains(fact)
            ? find(said, DOCKER_DENIED, DOCKER_DOWN, DOCKER_SILENT)
            : Optional.empty();
    return known
        .map(Symptom::unknown)
        .orElseGet(
            () -> new Unknown(fact + " could not be read: " + OwnWords.shown(said), OwnWords.MEND));
  }

  /** A machine on which no program of ours began; what came instead is quoted. */
  static Unknown ofNoAnswer(Reply reply) {
    return find(reply.err(), NO_TERMINAL, PASSWORD, NO_SUDO)
        .map(Symptom::unknown)
        .orElseGet(
            () ->
                new Unknown(
                    "no answer came, and the login shell ended with "
                        + reply.exit()
                        + quoted(", after ", reply.out())
                        + quoted(", with the error ", reply.err()),
                    "look whether this user's login shell is a shell (getent passwd), and whether"
                        + " its key in authorized_keys, or sshd's ForceCommand, forces another"
                        + " command"));
  }

  private Unknown unknown() {
    return new Unknown(reason, fix);
  }

  private static Optional<Symptom> find(String said, Symptom... candidates) {
    String text = said.toLowerCase(Locale.ROOT);
    return Stream.of(candidates)
        .filter(one -> Stream.of(one.words.split("\\|")).anyMatch(text::contains))
        .findFirst();
  }

  /** The first line that is not empty. */
  private static String quoted(String before, String said) {
    return said.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .map(line -> before + OwnWords.quoted(line, LONGEST))
        .orElse("");
  }
}
