package io.walterfleet.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.testing.TestMachines;
import io.walterfleet.ssh.Tool;
import io.walterfleet.ssh.auth.Credentials;
import io.walterfleet.ssh.auth.Credentials.Limits;
import io.walterfleet.ssh.channel.TransportOptions;
import io.walterfleet.ssh.channel.TransportOptions.Family;
import io.walterfleet.ssh.hostkey.HostKeyPolicy;
import io.walterfleet.ssh.protocol.Algorithms;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the inventory, the ssh config and ssh's defaults come together; nothing is contacted. */
@Tag("unit")
@Tag("tools")
class SettingsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final List<Path> GLOBAL =
      List.of(Path.of("/etc/ssh/ssh_known_hosts"), Path.of("/etc/ssh/ssh_known_hosts2"));

  @TempDir Path home;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectories(home.resolve(".ssh"));
  }

  @Test
  void withoutAConfigEverythingIsAsSshDoesIt() throws Exception {
    assertThat(destination("# nothing here\nHost *\n  SendEnv LANG\n", Login.AS_SSH))
        .isEqualTo(
            new Destination(
                new Endpoint("edge-01", 22, "me"),
                new Credentials(
                    List.of(
                        home.resolve(".ssh/id_rsa"),
                        home.resolve(".ssh/id_ecdsa"),
                        home.resolve(".ssh/id_ecdsa_sk"),
                        home.resolve(".ssh/id_ed25519"),
                        home.resolve(".ssh/id_ed25519_sk"),
                        home.resolve(".ssh/id_dsa")),
                    List.of(),
                    Optional.of(Path.of("/agent")),
                    false,
                    Limits.USUAL),
                new HostKeyPolicy(
                    HostKeys.Policy.STRICT,
                    Optional.empty(),
                    Optional.empty(),
                    new HostKeyPolicy.Files(
                        List.of(
                            home.resolve(".ssh/known_hosts"), home.resolve(".ssh/known_hosts2")),
                        GLOBAL,
                        Optional.empty(),
                        false),
                    HostKeyPolicy.Strength.USUAL),
                TransportOptions.PLAIN,
                TIMEOUT));
  }

  @Test
  void theConfigIsFollowed() throws Exception {
    Files.writeString(home.resolve(".ssh/more"), "Host edge-*\n  IdentitiesOnly yes\n");
    String config =
        """
        Include %s
        Host edge-*
          HostName %%h.example.com
          User ops
          Port 2222
          IdentityFile "%s/keys/%%r@%%h"
          CertificateFile /keys/cert.pub
          UserKnownHostsFile /known/one /known/two
          GlobalKnownHostsFile none
          HostKeyAlias Edge
          RevokedHostKeys ~/revoked
          ProxyJump gate@bastion:2200
          IdentityAgent none
        Host *
          User other
        """
            .formatted(home.resolve(".ssh/more"), home);
    assertThat(destination(config, Login.AS_SSH))
        .isEqualTo(
            new Destination(
                new Endpoint("edge-01.example.com", 2222, "ops"),
                new Credentials(
                    List.of(home.resolve("keys/ops@edge-01.example.com")),
                    List.of(Path.of("/keys/cert.pub")),
                    Optional.empty(),
                    true,
                    Limits.USUAL),
                new HostKeyPolicy(
                    HostKeys.Policy.STRICT,
                    Optional.empty(),
                    Optional.of("edge"),
                    new HostKeyPolicy.Files(
                        List.of(Path.of("/known/one"), Path.of("/known/two")),
                        List.of(),
                        Optional.of(home.resolve("revoked")),
                        false),
                    HostKeyPolicy.Strength.USUAL),
                new TransportOptions(
                    Optional.of("gate@bastion:2200"), Family.ANY, Optional.empty(), Offer.OURS),
                TIMEOUT));
  }

  @Test
  void theInventoryWinsOverTheConfig() throws Exception {
    Files.writeString(home.resolve("key"), "");
    Login login = new Login(Optional.of("walter"), OptionalInt.of(22), Optional.of("~/key"), false);
    String config = "Host *\n  User ops\n  Port 2222\n  IdentityFile /other\n";
    Destination destination = destination(config, login);
    assertThat(destination.endpoint()).isEqualTo(new Endpoint("edge-01", 22, "walter"));
    assertThat(destination.credentials())
        .isEqualTo(
            new Credentials(
                List.of(home.resolve("key")),
                List.of(),
                Optional.of(Path.of("/agent")),
                true,
                Limits.USUAL));
  }

  @Test
  void strictHostKeyCheckingOfTheConfigChangesNothing() throws Exception {
    String config = "Host *\n  UserKnownHostsFile /known\n";
    assertThat(destination(config + "  StrictHostKeyChecking no\n", Login.AS_SSH).hostKeyPolicy())
        .isEqualTo(destination(config, Login.AS_SSH).hostKeyPolicy());
  }

  @Test
  void addressesThatTheSameLinesFitAreAskedForOnce() throws Exception {
    Destinations destinations = destinations("Host edge-*\n  User ops\nHost b\n  HostName c\n");
    assertThat(destinations.of(machine("edge-01", Login.AS_SSH)).endpoint())
        .isEqualTo(new Endpoint("edge-01", 22, "ops"));
    assertThat(destinations.of(machine("edge-02", Login.AS_SSH)).endpoint())
        .isEqualTo(new Endpoint("edge-02", 22, "ops"));
    assertThat(destinations.of(machine("b", Login.AS_SSH)).endpoint())
        .isEqualTo(new Endpoint("c", 22, System.getProperty("user.name")));
  }

  @Test
  void aMatchIsAskedForEachAddress() throws Exception {
    Destinations destinations = destinations("Match host edge-02\n  User two\n");
    assertThat(destinations.of(machine("edge-02", Login.AS_SSH)).endpoint().user())
        .isEqualTo("two");
    assertThat(destinations.of(machine("edge-01", Login.AS_SSH)).endpoint().user())
        .isEqualTo(System.getProperty("user.name"));
  }

  @Test
  void aProxyCommandIsRefused() {
    assertThat(failure("Host *\n  ProxyCommand nc %h %p\n").reason())
        .isEqualTo("the ssh config has a ProxyCommand for edge-01, which is not supported");
  }

  /** Whatever changes with whom or how we talk is done, or refused in words. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BindInterface eth0 | BindInterface eth0",
        "KnownHostsCommand /bin/echo %H | KnownHostsCommand /bin/echo %H",
        "CheckHostIP yes | CheckHostIP yes",
        "PubkeyAuthentication no | PubkeyAuthentication false",
        "DSAAuthentication no | PubkeyAuthentication false",
        "PreferredAuthentications password,hostbased"
            + " | PreferredAuthentications password,hostbased",
      })
  void whatIsNotDoneIsRefused(String line, String named) throws Exception {
    String config = "Host edge-*\n  " + line + "\n";
    RemoteException refusal = failure(config);
    assertThat(refusal.kind()).isEqualTo(Kind.SETTINGS);
    assertThat(refusal.reason())
        .isEqualTo("the ssh config has " + named + " for edge-01, which is not supported");
    assertThat(refusal.fix()).isNotEmpty();
    assertThat(destinations(config).of(machine("web", Login.AS_SSH)).endpoint().host())
        .isEqualTo("web");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KnownHostsCommand none",
        "CheckHostIP no",
        "PubkeyAuthentication host-bound",
        "PreferredAuthentications gssapi-with-mic,publickey",
        "VerifyHostKeyDNS yes",
        "NoHostAuthenticationForLocalhost yes",
        "ControlMaster auto"
      })
  void whatAsksForNothingBeyondWhatIsDoneIsTaken(String line) throws Exception {
    assertThat(destination("Host *\n  " + line + "\n", Login.AS_SSH).transportOptions())
        .isEqualTo(TransportOptions.PLAIN);
  }

  @Test
  void theTransportOfTheConfigIsFollowed() throws Exception {
    String config =
        """
        Host edge-01
          AddressFamily inet6
          BindAddress ::1
          Ciphers aes256-ctr,3des-cbc
          KexAlgorithms curve25519-sha256
          MACs umac-64@openssh.com,hmac-sha1
          HostKeyAlgorithms rsa-sha2-512,ssh-ed25519
          PubkeyAcceptedKeyTypes ssh-ed25519
          CASignatureAlgorithms rsa-sha2-256
          PKCS11Provider /usr/lib/token.so
        """;
    Destination to = destination(config, Login.AS_SSH);
    assertThat(to.transportOptions().family()).isEqualTo(Family.IPV6);
    assertThat(to.transportOptions().from()).contains("::1");
    Offer offer = to.transportOptions().offer();
    assertThat(Algorithms.CIPHERS.of(offer)).containsExactly("aes256-ctr", "3des-cbc");
    assertThat(Algorithms.KEY_EXCHANGES.of(offer)).containsExactly("curve25519-sha256");
    assertThat(Algorithms.MACS.of(offer)).containsExactly("hmac-sha1");
    assertThat(Algorithms.hostKeys(offer, Set.of("ssh-ed25519"), true))
        .isEqualTo("rsa-sha2-512,ssh-ed25519");
    assertThat(to.hostKeyPolicy().strength().signatures()).containsExactly("rsa-sha2-256");
    assertThat(to.credentials().limits())
        .isEqualTo(
            new Limits(1024, Set.of("ssh-ed25519"), Optional.of(Path.of("/usr/lib/token.so"))));
  }

  @Test
  void knownHostKeysGoFirstUnlessTheConfigOrdersThem() throws Exception {
    Offer added =
        destination("HostKeyAlgorithms -ssh-ed25519\n", Login.AS_SSH).transportOptions().offer();
    assertThat(Algorithms.hostKeys(added, Set.of("ssh-rsa"), false))
        .isEqualTo(
            "rsa-sha2-512,rsa-sha2-256,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,"
                + "ecdsa-sha2-nistp521");
    Offer ordered =
        destination("HostKeyAlgorithms ^ssh-ed25519\n", Login.AS_SSH).transportOptions().offer();
    assertThat(Algorithms.hostKeys(ordered, Set.of("ssh-rsa"), false)).startsWith("ssh-ed25519,");
  }

  @Test
  void algorithmsThatDoNotExistHereAreRefused() {
    RemoteException refusal = failure("Host *\n  MACs umac-64@openssh.com\n");
    assertThat(refusal.reason())
        .isEqualTo(
            "the ssh config has MACs for edge-01 with none that is supported: umac-64@openssh.com");
    assertThat(refusal.fix()).startsWith("add one of: hmac-sha2-256-etm@openssh.com, ");
  }

  /** As ssh itself prints them, and as its manual has them. */
  @Test
  void everyKeywordOfSshStandsInTheManual() throws Exception {
    String manual = Files.readString(Path.of("src/docs/SSH.md"));
    Set<String> named =
        Pattern.compile("`([A-Za-z0-9]+)`")
            .matcher(manual)
            .results()
            .map(match -> match.group(1).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(named).containsAll(ConfigKeywords.FOLLOWED).containsAll(ConfigKeywords.REFUSED);
    assertThat(named)
        .containsAll(
            ConfigValues.parse(Tool.run("sh", "-c", "ssh -G h 2>/dev/null")).values().keySet());
  }

  @Test
  void aMistakeInTheConfigIsQuoted() {
    assertThat(failure("Host *\n  Port none-of-yours\n").reason())
        .startsWith("ssh refuses its config: ")
        .contains("line 2");
  }

  @Test
  void aTokenThatIsNotKnownIsNamed() {
    assertThat(failure("Host *\n  IdentityFile /keys/%C\n").reason())
        .isEqualTo("the ssh config has the path '/keys/%C', and '%C' is not supported");
  }

  @Test
  void aKnownHostsFileWithABlankInItsNameIsOneFile() throws Exception {
    String config =
        """
        Host edge-01
          UserKnownHostsFile "/home/me/a b/kh" /x
          GlobalKnownHostsFile=/c\\ d ~/e 'f g' # more
        Host *
          UserKnownHostsFile /y /z
        """;
    HostKeyPolicy hostKeyPolicy = destination(config, Login.AS_SSH).hostKeyPolicy();
    assertThat(hostKeyPolicy.files()).containsExactly(Path.of("/home/me/a b/kh"), Path.of("/x"));
    assertThat(hostKeyPolicy.named().global())
        .containsExactly(Path.of("/c d"), Path.of("~/e"), Path.of("f g"));
    assertThat(destinations(config).of(machine("edge-02", Login.AS_SSH)).hostKeyPolicy().files())
        .containsExactly(Path.of("/y"), Path.of("/z"));
  }

  @Test
  void aListOfFilesThatReadsAsAnotherOneIsRefused() {
    String config =
        """
        Host edge-01
          UserKnownHostsFile "/a /b"
        Host *
          UserKnownHostsFile /a /b
        """;
    assertThat(failure(config).reason())
        .isEqualTo(
            "the ssh config has a UserKnownHostsFile that cannot be told from more than one file:"
                + " '/a /b'");
  }

  @Test
  void aListOfFilesInAFileThatWasNotLookedAtIsTakenOnlyIfItIsPlain() throws Exception {
    Files.createDirectories(home.resolve("deep/er"));
    Path more = home.resolve("deep/er/more");
    String include = "Include " + home + "/*/er/more\n";
    Files.writeString(more, "UserKnownHostsFile /x /y\n");
    assertThat(destination(include, Login.AS_SSH).hostKeyPolicy().files())
        .containsExactly(Path.of("/x"), Path.of("/y"));
    Files.writeString(more, "UserKnownHostsFile \"/x y\"\n");
    assertThat(failure(include).reason()).contains("cannot be told from more than one file");
  }

  @Test
  void theHomeOfAnotherUserIsRefusedInWords() {
    String reason = "the path '~root/k' begins at the home of another user, which is not looked up";
    assertThat(failure("Host *\n  IdentityFile ~root/k\n").reason()).isEqualTo(reason);
    assertThat(failure("Host *\n  CertificateFile ~root/k\n").reason()).isEqualTo(reason);
    assertThat(
            catchThrowableOfType(
                    RemoteException.class,
                    () ->
                        destination(
                            "",
                            new Login(
                                Optional.empty(),
                                OptionalInt.empty(),
                                Optional.of("~root/k"),
                                false)))
                .reason())
        .isEqualTo(reason);
  }

  @Test
  void aUserWithoutAnAccountIsTheCauseThatIsNamed() throws Exception {
    Path file = Files.writeString(home.resolve(".ssh/config"), "");
    LocalUser nobody = new LocalUser("?", home, Optional.empty(), Optional.of(file));
    RemoteException refusal =
        catchThrowableOfType(
            RemoteException.class,
            () -> new Destinations(nobody, Files::exists).of(machine("edge-01", Login.AS_SSH)));
    assertThat(refusal.reason())
        .isEqualTo("nothing says as whom to log in to edge-01: this user id has no name here");
    assumeTrue(System.getProperty("user.name").equals("root"), "only root is anybody");
    String words =
        Tool.run("sh", "-c", "setpriv --reuid=4711 --clear-groups ssh -G h 2>&1 || true").strip();
    assertThat(SshConfig.refused(words).reason())
        .isEqualTo("ssh cannot be asked what its config says: No user exists for uid 4711");
  }

  @Test
  void jumpHostsAreRead() throws Exception {
    assertThat(Jump.parse("a, ops@b:2200,[fe80::1]:22,ssh://u@c:1/"))
        .containsExactly(
            new Jump(Optional.empty(), "a", OptionalInt.empty()),
            new Jump(Optional.of("ops"), "b", OptionalInt.of(2200)),
            new Jump(Optional.empty(), "fe80::1", OptionalInt.of(22)),
            new Jump(Optional.of("u"), "c", OptionalInt.of(1)));
    assertThat(catchThrowableOfType(RemoteException.class, () -> Jump.parse("a,,b")).reason())
        .isEqualTo("'' is no jump host");
  }

  private RemoteException failure(String config) {
    return catchThrowableOfType(RemoteException.class, () -> destination(config, Login.AS_SSH));
  }

  private Destination destination(String config, Login login) throws Exception {
    return destinations(config).of(machine("edge-01", login));
  }

  private Destinations destinations(String config) throws IOException {
    Path file = Files.writeString(home.resolve(".ssh/config"), config);
    return new Destinations(
        new LocalUser("me", home, Optional.of(Path.of("/agent")), Optional.of(file)),
        Files::exists);
  }

  private static Machine machine(String address, Login login) {
    return TestMachines.reachedBy(
        "m", new Ssh(address, login, HostKeys.STRICT, Optional.empty(), TIMEOUT));
  }
}
