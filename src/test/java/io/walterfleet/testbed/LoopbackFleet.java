package io.walterfleet.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Machines on loopback behind one real OpenSSH server, each with an address, a home, a login shell
 * and a stand-in {@code docker} of its own.
 *
 * <p>The server answers on every 127.x address; a forced command turns the address that was dialled
 * into a machine. Nothing but loopback is listened on. The server's log counts the connections.
 */
public final class LoopbackFleet implements AutoCloseable {
  private final Path root;
  private final int port;
  private final List<String> options;
  private final List<LoopbackMachine> machines;
  private final HealthServers health;
  private Optional<Process> server = Optional.empty();

  private LoopbackFleet(Path root, int port, int count, List<String> options)
      throws IOException, InterruptedException {
    this.root = root;
    this.port = port;
    this.options = options;
    this.health = new HealthServers(root.resolve("machines"));
    this.machines =
        IntStream.range(0, count)
            .mapToObj(index -> new LoopbackMachine(root, address(index), name(index)))
            .toList();
  }

  /**
   * Starts a fleet.
   *
   * @param options lines of sshd_config that go before all others, such as {@code MaxSessions 1};
   *     lines from the first {@code Match} on go to the end
   */
  public static LoopbackFleet start(int machines, String... options)
      throws IOException, InterruptedException {
    Path root = Files.createTempDirectory("walter-fleet-loopback-").toRealPath();
    LoopbackFleet fleet = new LoopbackFleet(root, Ports.free(), machines, List.of(options));
    try {
      fleet.layOut();
      fleet.startServer();
      return fleet;
    } catch (IOException | RuntimeException failure) {
      fleet.close();
      throw failure;
    }
  }

  /** The machines, in the order of their addresses. */
  public List<LoopbackMachine> machines() {
    return machines;
  }

  /** One machine, counted from 0. */
  public LoopbackMachine machine(int index) {
    return machines.get(index);
  }

  /** The port of the SSH server, on every machine's address. */
  public int port() {
    return port;
  }

  /** Who may log in. */
  public String user() {
    return System.getProperty("user.name");
  }

  /** The private key that may log in. */
  public Path identity() {
    return root.resolve("keys/id");
  }

  /** A known_hosts file that knows all machines. */
  public Path knownHosts() {
    return root.resolve("keys/known_hosts");
  }

  /** A directory that goes when the fleet goes, for inventories and the like. */
  public Path scratch() throws IOException {
    return Files.createDirectories(root.resolve("scratch"));
  }

  /** What the server has logged since the fleet or its log was started. */
  public ServerLog log() throws IOException {
    return ServerLog.read(root.resolve("sshd.log"));
  }

  /** Forgets all connections and all commands so far. */
  public void clearLogs() throws IOException {
    Files.writeString(root.resolve("sshd.log"), "");
    for (LoopbackMachine machine : machines) {
      machine.clearLogs();
    }
  }

  /** Publishes a release's image in the registry that the machines pull from. */
  public void publish(String release, int schema, String fault) throws IOException {
    Registry.add(root.resolve("machines/registry"), "walter:" + release, schema, fault);
  }

  /** Takes an image away from the registry: pulling it fails from now on. */
  public void withdraw(String release) throws IOException {
    Registry.remove(root.resolve("machines/registry"), "walter:" + release);
  }

  /** Lays the same vendor's install on every machine, running and healthy. */
  public void installEverywhere(String release) throws IOException, InterruptedException {
    install(release, machines);
  }

  /** Lays the same vendor's install on some machines, running and healthy. */
  public void install(String release, List<LoopbackMachine> on)
      throws IOException, InterruptedException {
    on.get(0).install(release);
    for (LoopbackMachine machine : on.subList(1, on.size())) {
      machine.installLike(on.get(0));
    }
  }

  /** Makes some machines like another one, with all that walter-fleet left there. */
  public void liken(LoopbackMachine to, List<LoopbackMachine> machines)
      throws IOException, InterruptedException {
    for (LoopbackMachine machine : machines) {
      machine.inherit(to);
    }
  }

  /** How long a Walter takes from its start until it is ready. */
  public void readyAfter(Duration time) {
    health.readyAfter(time);
  }

  /** The Walter of a machine dies in its container: that runs on, and nothing answers. */
  public void killWalter(LoopbackMachine machine) {
    health.kill(machine.address());
  }

  /** It answers again. */
  public void reviveWalter(LoopbackMachine machine) throws IOException {
    health.revive(machine.address());
  }

  /** Gives the server another host key, as if the machines had been set up anew. */
  public void changeHostKey() throws IOException, InterruptedException {
    stopServer();
    Files.delete(root.resolve("keys/host"));
    Files.delete(root.resolve("keys/host.pub"));
    makeKey(root.resolve("keys/host"));
    startServer();
  }

  /** Lets the known_hosts file say the host key that the server has now. */
  public void trustHostKey() throws IOException {
    String hostKey = Files.readString(root.resolve("keys/host.pub")).strip();
    StringBuilder known = new StringBuilder();
    for (LoopbackMachine machine : machines) {
      known.append('[').append(machine.address()).append("]:").append(port).append(' ');
      known.append(hostKey).append('\n');
    }
    Files.writeString(knownHosts(), known.toString());
  }

  /** Cuts every connection that is open now; the server goes on. */
  public void cutConnections() {
    server.stream().flatMap(Process::children).forEach(ProcessHandle::destroyForcibly);
  }

  /** Stops the server; connections that are open stay. */
  public void stopServer() throws InterruptedException {
    if (server.isPresent()) {
      server.get().destroy();
      server.get().waitFor();
    }
  }

  /** Starts the server again after {@link #stopServer}. */
  public void startServer() throws IOException, InterruptedException {
    Path log = root.resolve("sshd.log");
    Files.writeString(log, "");
    Process started =
        new ProcessBuilder(
                sbin("sshd"),
                "-D",
                "-f",
                root.resolve("sshd_config").toString(),
                "-E",
                log.toString())
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("sshd.out").toFile())
            .start();
    server = Optional.of(started);
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!Files.readString(log).contains("Server listening")) {
      if (!started.isAlive() || System.nanoTime() > end) {
        throw new IOException(
            "sshd did not start: "
                + Files.readString(log)
                + Files.readString(root.resolve("sshd.out")));
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() throws IOException {
    server.stream()
        .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())))
        .forEach(ProcessHandle::destroyForcibly);
    health.close();
    Removal.of(root);
  }

  private void layOut() throws IOException, InterruptedException {
    Path keys = Files.createDirectories(root.resolve("keys"));
    Files.createDirectories(root.resolve("machines"));
    makeKey(keys.resolve("host"));
    makeKey(keys.resolve("id"));
    Files.copy(keys.resolve("id.pub"), keys.resolve("authorized_keys"));
    trustHostKey();
    Registry.lay(root.resolve("machines/registry"));
    Files.writeString(root.resolve("machines/control"), health.controlPort() + "\n");
    layTools();
    layServer();
    for (LoopbackMachine machine : machines) {
      machine.layOut();
    }
  }

  private static void makeKey(Path file) throws IOException, InterruptedException {
    LocalCommand.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString()).run();
  }

  /** Every command of this machine but the real docker, so that a machine may lack it. */
  private void layTools() throws IOException {
    Path tools = Files.createDirectories(root.resolve("tools"));
    for (String directory : List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")) {
      try (DirectoryStream<Path> commands = Files.newDirectoryStream(Path.of(directory))) {
        for (Path command : commands) {
          String name = Objects.requireNonNull(command.getFileName()).toString();
          Path link = tools.resolve(name);
          if (!name.startsWith("docker") && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, command);
          }
        }
      }
    }
  }

  private void layServer() throws IOException {
    Path wrapper = script("wrapper", "loopback-wrapper");
    List<String> lines = new ArrayList<>();
    int match = 0;
    while (match < options.size() && !options.get(match).startsWith("Match")) {
      lines.add(options.get(match++));
    }
    lines.add("ListenAddress 0.0.0.0:" + port + " rdomain lo");
    lines.add("HostKey " + root.resolve("keys/host"));
    lines.add("AuthorizedKeysFile " + root.resolve("keys/authorized_keys"));
    lines.add("PidFile none");
    lines.add("ForceCommand " + wrapper + " " + root);
    lines.add("SetEnv HOME=" + root);
    lines.add("LogLevel VERBOSE");
    for (String switched : List.of("PasswordAuthentication", "KbdInteractiveAuthentication")) {
      lines.add(switched + " no");
    }
    lines.addAll(List.of("UsePAM no", "UseDNS no", "StrictModes no", "PrintMotd no"));
    lines.addAll(List.of("PermitRootLogin prohibit-password", "PrintLastLog no"));
    lines.addAll(List.of("MaxStartups 10000", "MaxSessions 100", "PerSourceMaxStartups none"));
    lines.addAll(options.subList(match, options.size()));
    Files.write(root.resolve("sshd_config"), lines);
    if (user().equals("root")) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
  }

  private Path script(String name, String resource) throws IOException {
    Path file = root.resolve(name);
    try (InputStream in = LoopbackFleet.class.getResourceAsStream("/testbed/" + resource)) {
      Files.copy(Objects.requireNonNull(in, resource), file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private static String sbin(String name) throws IOException {
    return Stream.of("/usr/sbin", "/sbin", "/usr/local/sbin")
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(() -> new IOException(name + " is not installed (package openssh-server)"));
  }

  private static String address(int index) {
    return "127.1." + index / 250 + "." + (index % 250 + 1);
  }

  private static String name(int index) {
    return String.format("machine-%03d", index + 1);
  }
}
