package io.walterfleet.ssh.config;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.auth.Credentials;
import io.walterfleet.ssh.auth.Credentials.Limits;
import io.walterfleet.ssh.channel.TransportOptions;
import io.walterfleet.ssh.channel.TransportOptions.Family;
import io.walterfleet.ssh.config.PathLists.Meaning;
import io.walterfleet.ssh.hostkey.HostKeyPolicy;
import io.walterfleet.ssh.protocol.Algorithms;
import io.walterfleet.ssh.protocol.Algorithms.Choice;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.Failures;
import io.walterfleet.ssh.protocol.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Puts together how a machine is reached: the inventory first, then the ssh config, then ssh. */
public final class Destinations {
  private static final List<String> KEY_NAMES =
      List.of("id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "id_dsa");

  private static final List<String> USERS_FILES =
      List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2");
  private static final List<String> GLOBAL_FILES =
      List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2");

  private final LocalUser localUser;
  private final Predicate<Path> isKey;
  private final SshConfig config;

  /**
   * As this computer's files say it.
   *
   * @param isKey whether there is a key file of this name
   */
  public Destinations(LocalUser localUser, Predicate<Path> isKey) {
    this(localUser, isKey, new LocalConfig());
  }

  Destinations(LocalUser localUser, Predicate<Path> isKey, ConfigSource source) {
    this.localUser = localUser;
    this.isKey = isKey;
    this.config = new SshConfig(localUser, source);
  }

  /** How a machine of the inventory is reached. */
  public Destination of(Machine machine) throws RemoteException, InterruptedException {
    Ssh ssh = machine.ssh();
    return of(ssh.address(), ssh.login(), ssh.hostKeys(), ssh.jump(), ssh.connectTimeout());
  }

  /**
   * How a bastion is reached. It has the host key rules of the machine behind it, but not its pin;
   * the machine's key is tried before the keys that ssh would use.
   */
  public Destination of(Jump jump, Machine machine) throws RemoteException, InterruptedException {
    Login login = new Login(jump.user(), jump.port(), Optional.empty(), false);
    HostKeys behind = machine.ssh().hostKeys();
    HostKeys rules = new HostKeys(behind.policy(), behind.knownHostsFile(), Optional.empty());
    Destination bastion =
        of(jump.host(), login, rules, Optional.empty(), machine.ssh().connectTimeout());
    Optional<String> key = machine.ssh().login().identityFile();
    return key.isEmpty()
        ? bastion
        : bastion.with(bastion.credentials().withFirst(localUser.path(key.get())));
  }

  private Destination of(
      String address, Login login, HostKeys hostKeys, Optional<String> jump, Duration timeout)
      throws RemoteException, InterruptedException {
    String port = login.port().isPresent() ? Integer.toString(login.port().getAsInt()) : "";
    ConfigValues values = config.about(address, login.user(), port);
    Endpoint endpoint = endpoint(address, login, values);
    Tokens tokens = new Tokens(localUser, address, endpoint);
    config.refuse(address, values);
    TransportOptions transportOptions = transportOptions(address, jump, values);
    return new Destination(
        endpoint,
        credentials(login, values, tokens, transportOptions.offer()),
        hostKeyPolicy(hostKeys, values, tokens, transportOptions.offer()),
        transportOptions,
        timeout);
  }

  private TransportOptions transportOptions(
      String address, Optional<String> jump, ConfigValues values) throws RemoteException {
    Optional<String> bastions = jump.or(() -> values.first("proxyjump"));
    if (bastions.isEmpty() && values.first("proxycommand").isPresent()) {
      throw new RemoteException(
          Kind.SETTINGS,
          "the ssh config has a ProxyCommand for " + address + ", which is not supported",
          "use ProxyJump in the ssh config, or ssh.jump in the inventory");
    }
    Offer offer = config.offer(values);
    Optional<Choice> without = Algorithms.without(offer);
    if (without.isPresent()) {
      String keyword = without.get().keyword();
      throw new RemoteException(
          Kind.SETTINGS,
          "the ssh config has "
              + keyword
              + " for "
              + address
              + " with none that is supported: "
              + Failures.tidy(values.first(keyword.toLowerCase(Locale.ROOT)).orElse("")),
          "add one of: " + String.join(", ", without.get().ours()));
    }
    return new TransportOptions(
        bastions.filter(words -> !words.equals("none")),
        Family.of(values.first("addressfamily").orElse("any")),
        values.first("bindaddress"),
        offer);
  }

  private Endpoint endpoint(String address, Login login, ConfigValues values)
      throws RemoteException {
    String host = values.first("hostname").orElse(address.toLowerCase(Locale.ROOT));
    String user = login.user().or(() -> values.first("user")).orElse(localUser.user());
    if (user.equals(LocalUser.NO_NAME)) {
      throw new RemoteException(
          Kind.SETTINGS,
          "nothing says as whom to log in to " + host + ": this user id has no name here",
          "set ssh.user, or give this user id an account on this computer");
    }
    return new Endpoint(host, port(login.port(), values), user);
  }

  private static int port(OptionalInt inventory, ConfigValues values) throws RemoteException {
    return inventory.isPresent()
        ? inventory.getAsInt()
        : number(values, "port", Endpoint.DEFAULT_PORT);
  }

  private static int number(ConfigValues values, String keyword, int otherwise)
      throws RemoteException {
    String text = values.first(keyword).orElse(Integer.toString(otherwise));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new RemoteException(
          Kind.SETTINGS,
          "the ssh config has the " + keyword + " '" + text + "'",
          "mend the ssh config",
          e);
    }
  }

  /** With a key named by the inventory, that key alone is tried, by way of the agent if it can. */
  private Credentials credentials(Login login, ConfigValues values, Tokens tokens, Offer offer)
      throws RemoteException {
    Optional<Path> token = values.first("pkcs11provider").map(Path::of);
    Limits limits = Limits.of(rsaBits(values), offer, token);
    Optional<Path> agent = agent(values, tokens);
    List<Path> certificates = tokens.ofAll(values.all("certificatefile"));
    if (login.identityFile().isPresent()) {
      Path file = localUser.path(login.identityFile().get());
      if (!isKey.test(file)) {
        throw new RemoteException(
            Kind.SETTINGS,
            "there is no key file " + file,
            "mend ssh.identityFile, or copy the key there");
      }
      return new Credentials(List.of(file), certificates, agent, true, limits);
    }
    List<Path> files =
        values.has("identityfile")
            ? tokens.ofAll(values.all("identityfile"))
            : KEY_NAMES.stream().map(name -> localUser.home().resolve(".ssh/" + name)).toList();
    boolean only = values.first("identitiesonly").filter("yes"::equals).isPresent();
    return new Credentials(files, certificates, agent, only, limits);
  }

  private Optional<Path> agent(ConfigValues values, Tokens tokens) throws RemoteException {
    if (!values.has("identityagent")) {
      return localUser.agentSocket();
    }
    Optional<String> word = values.first("identityagent");
    return word.isEmpty() || word.get().equals("SSH_AUTH_SOCK")
        ? word.flatMap(name -> localUser.agentSocket())
        : Optional.of(tokens.of(word.get()));
  }

  private static int rsaBits(ConfigValues values) throws RemoteException {
    return number(values, "requiredrsasize", Algorithms.SHORTEST_RSA);
  }

  private HostKeyPolicy hostKeyPolicy(
      HostKeys hostKeys, ConfigValues values, Tokens tokens, Offer offer) throws RemoteException {
    List<Path> files =
        hostKeys.knownHostsFile().isPresent()
            ? List.of(localUser.path(hostKeys.knownHostsFile().get()))
            : files(values, "UserKnownHostsFile", USERS_FILES, tokens, localUser::path);
    // ssh knows neither tokens nor a home in this one
    List<Path> global = files(values, "GlobalKnownHostsFile", GLOBAL_FILES, Path::of, Path::of);
    Optional<String> alias =
        values.first("hostkeyalias").map(name -> name.toLowerCase(Locale.ROOT));
    Optional<String> revoked = values.first("revokedhostkeys");
    Optional<Path> revokedFile =
        revoked.isPresent() ? Optional.of(tokens.of(revoked.get())) : Optional.empty();
    return new HostKeyPolicy(
        hostKeys.policy(),
        hostKeys.pin(),
        alias,
        new HostKeyPolicy.Files(files, global, revokedFile, hostKeys.knownHostsFile().isPresent()),
        new HostKeyPolicy.Strength(rsaBits(values), Algorithms.SIGNATURES.of(offer)));
  }

  private List<Path> files(
      ConfigValues values, String name, List<String> otherwise, Meaning inFile, Meaning inPrint)
      throws RemoteException {
    String keyword = name.toLowerCase(Locale.ROOT);
    if (!values.has(keyword)) {
      return inFile.ofAll(otherwise);
    }
    Optional<String> printed = values.first(keyword);
    return printed.isEmpty()
        ? List.of()
        : config.lists(name, otherwise).of(printed.get(), inFile, inPrint);
  }
}
