package io.walterfleet.step;

import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.remote.Reply;
import java.util.Locale;
import java.util.Map;
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
          + " run |is not allowed to execute|is not allowed to run sudo|sudo: interactive"
          + " authentication is required|i'm afraid i can't do that",
      "sudo does not let this user run it without a password",
      "let this user run sudo without a password (NOPASSWD: ALL in /etc/sudoers.d), or set"
          + " ssh.become: false"),
  /** There is no sudo at all. */
  NO_SUDO("sudo: not found|sudo: command not found", "there is no sudo", "set ssh.become: false"),
  /** What is called docker is podman's, whose answers are other ones. */
  PODMAN(
      "podman",
      "docker could not be read: it is podman's command, and walter-fleet works with Docker's"
          + " engine alone",
      "install Docker's engine and its Compose plugin on the machine, in place of podman-docker"),
  /** The user may not open the engine's socket. */
  DOCKER_DENIED(
      "permission denied",
      "docker could not be read: this user may not talk to the engine (permission denied)",
      "as this user on the machine: sudo usermod -aG docker \"$(id -un)\" (it holds from the next"
          + " login on), or set ssh.become: true"),
  /** Nobody listens at the engine's socket. */
  DOCKER_DOWN(
      "cannot connect to the docker daemon|is the docker daemon running|connection refused|failed to"
          + " connect to the docker api",
      "docker could not be read: the engine does not run",
      "start it on the machine: sudo systemctl enable --now docker"),
  /** The engine has a socket and says nothing. */
  DOCKER_SILENT(
      "did not end in time|was not asked in time|gave no answer and ended with 124",
      "docker could not be read: the engine gives no answer",
      "look on the machine at 'docker info' and at the engine's log: sudo journalctl -u docker");

  private static final int LONGEST = 200;

  /** What only somebody with other rights than ours can read. */
  private static final String UNREADABLE = "cannot be read by ";

  private static final String NEWER = "written by a newer walter-fleet";

  /** What is to be done about records of ours that cannot be used, by the fact that they tell. */
  private static final Map<String, String> RECORDS =
      Map.of(
          "applied",
          "on the machine: mv ~/.walter-fleet/installed ~/.walter-fleet/installed.damaged; it then"
              + " counts as a machine that nothing was applied to, and the next apply makes a new"
              + " record",
          "journal",
          "if no run is under way there, on the machine: mv ~/.walter-fleet/journal"
              + " ~/.walter-fleet/journal.damaged; look at the install, for a run may have ended"
              + " half-way",
          "lock",
          "if no run is under way there, move that file away on the machine",
          "backups",
          "move that backup's directory out of ~/.walter-fleet/backups on the machine",
          "records",
          "give each install a user of its own; if the other one is not used any more, move it away"
              + " on the machine");

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
            ? find(said, PODMAN, DOCKER_DENIED, DOCKER_DOWN, DOCKER_SILENT)
            : Optional.empty();
    return known.map(Symptom::unknown).orElseGet(() -> unreadable(fact, OwnWords.shown(said)));
  }

  /** A machine of which one fact could not be read, for a reason in words of ours. */
  static Unknown unreadable(String fact, String why) {
    return new Unknown(fact + " could not be read: " + why, fix(fact, why));
  }

  /** A machine whose answer we do not understand; where it tells of a record, that may be why. */
  static Unknown ofGarbage(String reason) {
    return new Unknown(
        reason,
        RECORDS.keySet().stream()
            .filter(fact -> reason.contains("'" + fact.replaceAll("s$", "")))
            .map(RECORDS::get)
            .findFirst()
            .orElse(
                "run this command again; if it says so again, look at ~/.walter-fleet on the machine"));
  }

  private static String fix(String fact, String said) {
    if (said.contains(NEWER)) {
      return "use that version here, or a newer one; walter-fleet --version says which this is";
    }
    if (said.contains(UNREADABLE)) {
      return "set ssh.become: true for it if walter-fleet ran there with that; else give it back to"
          + " this user on the machine (chown)";
    }
    return RECORDS.getOrDefault(fact, OwnWords.MEND);
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
