package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.refusal;
import static io.walterfleet.ssh.SshFleet.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.HostKeys.Policy;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No machine is talked to before its host key was judged. */
@Tag("loopback")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostKeyTest {
  private static final String OTHER =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF";

  private SshFleet fleet;

  @BeforeAll
  void start() throws Exception {
    fleet = SshFleet.start(3);
  }

  @BeforeEach
  void forget() throws Exception {
    fleet.fleet().clearLogs();
  }

  @AfterAll
  void stop() throws Exception {
    fleet.close();
  }

  @Test
  void aChangedKeyIsRefusedAndNothingIsSent() throws Exception {
    try (SshFleet changed = SshFleet.start(1)) {
      changed.fleet().changeHostKey();
      RemoteException refusal = refusal(changed.remote(), changed.machine(0));
      assertThat(refusal.kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
      assertThat(refusal.reason())
          .startsWith(
              "the host key of 127.1.0.1 port "
                  + changed.fleet().port()
                  + " is not the known one: it shows SHA256:")
          .contains(changed.hostKey().fingerprint())
          .contains(changed.fleet().knownHosts() + ":1");
      assertThat(refusal.fix())
          .contains("ssh-keygen -f '" + changed.fleet().knownHosts() + "' -R '[127.1.0.1]:");
      assertThat(changed.fleet().log().logins()).isEmpty();
    }
  }

  @Test
  void aChangedKeyIsRefusedByAcceptNewToo() throws Exception {
    Path known = fleet.file("known", fleet.knownName(0) + " " + OTHER + "\n");
    HostKeys rules = SshFleet.known(Policy.ACCEPT_NEW, known);
    assertThat(refusal(fleet.remote(), fleet.machine(0, rules)).kind())
        .isEqualTo(Kind.HOST_KEY_CHANGED);
    assertThat(Files.readString(known)).isEqualTo(fleet.knownName(0) + " " + OTHER + "\n");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheLineToAdd() throws Exception {
    Path known = fleet.fleet().scratch().resolve("absent/known_hosts");
    RemoteException refusal =
        refusal(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.STRICT, known)));
    assertThat(refusal.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
    assertThat(refusal.fix())
        .contains(fleet.knownName(0) + " ssh-ed25519 " + fleet.hostKey().base64());
    assertThat(known).doesNotExist();
    assertThat(fleet.fleet().log().logins()).isEmpty();
  }

  @Test
  void acceptNewRecordsTheKeyForTheNextRun() throws Exception {
    Path known = fleet.fleet().scratch().resolve("fresh/known_hosts");
    run(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.ACCEPT_NEW, known)), "true");
    assertThat(Files.readString(known))
        .isEqualTo(fleet.knownName(0) + " ssh-ed25519 " + fleet.hostKey().base64() + "\n");
    run(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.STRICT, known)), "true");
  }

  @Test
  void acceptNewKeepsEveryLineWhenManyMachinesAreNewAtOnce() throws Exception {
    Path known = fleet.file("known", "# mine, without an end of line");
    HostKeys rules = SshFleet.known(Policy.ACCEPT_NEW, known);
    List<SshRemote> remotes = List.of(fleet.remote(), fleet.remote());
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Callable<String>> openings =
        IntStream.range(0, 6)
            .<Callable<String>>mapToObj(
                i -> () -> run(remotes.get(i % 2), fleet.machine(i / 2, rules), "echo $HOME"))
            .toList();
    for (Future<String> opening : threads.invokeAll(openings)) {
      assertThat(opening.get()).endsWith("/home\n");
    }
    threads.shutdown();
    String key = " ssh-ed25519 " + fleet.hostKey().base64();
    assertThat(Files.readAllLines(known))
        .containsExactlyInAnyOrder(
            "# mine, without an end of line",
            fleet.knownName(0) + key,
            fleet.knownName(1) + key,
            fleet.knownName(2) + key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {OTHER, OTHER + " me", "Host *", "export PATH=/tmp", "somewhere ssh-ed25519 AAA"})
  void acceptNewAddsToNoFileThatHasAnotherLine(String line) throws Exception {
    String text = "# mine\n" + line + "\n";
    Path known = fleet.file("known_hosts.other", text);
    RemoteException refusal =
        refusal(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.ACCEPT_NEW, known)));
    assertThat(refusal.kind()).isEqualTo(Kind.SETTINGS);
    assertThat(refusal.reason())
        .isEqualTo(
            "a new host key is not recorded: line 2 of "
                + known
                + " is not one of a known hosts file (nothing was written to it)");
    assertThat(known).hasContent(text);
    assertThat(fleet.fleet().log().logins()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorized_keys", "config", ".bashrc", "rc", ".shosts", "hosts.equiv"})
  void acceptNewMakesNoFileOfAnotherName(String name) throws Exception {
    Path file = fleet.fleet().scratch().resolve("home-of-somebody/.ssh").resolve(name);
    RemoteException refusal =
        refusal(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.ACCEPT_NEW, file)));
    assertThat(refusal.kind()).isEqualTo(Kind.SETTINGS);
    assertThat(refusal.reason()).contains(file + " is not named like a known hosts file");
    assertThat(file.getParent()).doesNotExist();
  }

  @Test
  void acceptNewFollowsNoLinkToAFileOfAnotherName() throws Exception {
    Path keys = fleet.file("authorized_keys", "");
    Path link = fleet.fleet().scratch().resolve("linked_known_hosts");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, keys);
    RemoteException refusal =
        refusal(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.ACCEPT_NEW, link)));
    assertThat(refusal.reason()).contains(keys.toRealPath() + " is not named like");
    assertThat(keys).isEmptyFile();
  }

  @Test
  void acceptNewAddsWhereOldLinesAndCommentsStand() throws Exception {
    String old = "old.example.com 1024 35 1234567890 root@old\n\n  # a comment\n";
    Path known = fleet.file("known", old + "@revoked * " + OTHER + "\n");
    run(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.ACCEPT_NEW, known)), "true");
    assertThat(Files.readString(known)).startsWith(old).contains(fleet.knownName(0) + " ssh-");
  }

  @Test
  void acceptNewHashesTheNameWhereOthersAreHashed() throws Exception {
    Path known = fleet.file("known", "somewhere.example.com " + OTHER + "\n");
    Tool.run("ssh-keygen", "-q", "-H", "-f", known.toString());
    run(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.ACCEPT_NEW, known)), "true");
    assertThat(Files.readAllLines(known)).hasSize(2).allMatch(line -> line.startsWith("|1|"));
    run(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.STRICT, known)), "true");
  }

  @Test
  void aHashedFileIsUnderstood() throws Exception {
    Path known = fleet.file("known", Files.readString(fleet.fleet().knownHosts()));
    Tool.run("ssh-keygen", "-q", "-H", "-f", known.toString());
    assertThat(Files.readString(known)).doesNotContain("127.1.0.1");
    run(fleet.remote(), fleet.machine(1, SshFleet.known(Policy.STRICT, known)), "true");
  }

  @Test
  void aPinStandsForEveryFile() throws Exception {
    HostKeys pinned = pin(fleet.hostKey().fingerprint());
    run(fleet.remote(), fleet.machine(0, pinned), "true");
    RemoteException refusal =
        refusal(fleet.remote(), fleet.machine(0, pin("SHA256:" + "A".repeat(43))));
    assertThat(refusal.kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
    assertThat(refusal.reason()).contains("but the inventory pins SHA256:AAA");
  }

  @Test
  void aRevokedKeyIsRefusedEvenIfItIsPinned() throws Exception {
    String key = " ssh-ed25519 " + fleet.hostKey().base64() + "\n";
    Path known = fleet.file("known", fleet.knownName(0) + key + "@revoked *" + key);
    HostKeys pinned =
        new HostKeys(
            Policy.STRICT,
            Optional.of(known.toString()),
            Optional.of(fleet.hostKey().fingerprint()));
    RemoteException refusal = refusal(fleet.remote(), fleet.machine(0, pinned));
    assertThat(refusal.reason()).contains("is revoked").contains(known + ":2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "/dev/zero"})
  @Timeout(20)
  void aFileThatIsNoneIsNotReadWithoutAnEnd(String name) throws Exception {
    Path file = fleet.fleet().scratch().resolve(name);
    if (!Files.exists(file)) {
      Tool.run("mkfifo", file.toString());
    }
    RemoteException refusal =
        refusal(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.STRICT, file)));
    assertThat(refusal.reason()).contains("it is no plain file");
  }

  @Test
  void aKeyKnownForTheHostWithoutItsPortIsKnown() throws Exception {
    Path known = fleet.file("known", "127.1.0.* ssh-ed25519 " + fleet.hostKey().base64() + "\n");
    run(fleet.remote(), fleet.machine(0, SshFleet.known(Policy.STRICT, known)), "true");
  }

  private HostKeys pin(String fingerprint) {
    return new HostKeys(
        Policy.STRICT, Optional.of(fleet.fleet().knownHosts() + ".none"), Optional.of(fingerprint));
  }
}
