package io.walterfleet.testbed;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A machine of its own in a container: real users, file systems and SSH, with or without a Docker
 * engine. Its user is {@code walter}, who may use sudo without a password.
 */
public final class ContainerMachine extends GenericContainer<ContainerMachine> {
  /** The image of a machine with Docker; another one has another Compose. */
  private static final String HOST = System.getProperty("walter-fleet.host", "host-dind");

  /** What an engine without root's rights makes its networks with. */
  private static final List<Device> TUN = List.of(Device.parse("/dev/net/tun"));

  private static final int SSH = 22;

  private final ContainerKey key;

  private ContainerMachine(String image, ContainerKey key) {
    super(DockerImageName.parse("walter-fleet-test/" + image + ":latest"));
    this.key = key;
    withImagePullPolicy(name -> false);
    withEnv("AUTHORIZED_KEY", key.line());
    withExposedPorts(SSH);
    waitingFor(
        Wait.forLogMessage(".*Server listening on 0.0.0.0 port 22.*", 1)
            .withStartupTimeout(Duration.ofSeconds(90)));
  }

  /** A machine with SSH and sudo alone. */
  public static ContainerMachine withoutDocker(Path keys) throws IOException, InterruptedException {
    return new ContainerMachine("host-sshd", key(keys));
  }

  /** A machine with its own Docker and Compose v2, which trusts the registry as ghcr.io. */
  static ContainerMachine withDocker(Path keys, Network network, byte[] registryCertificate)
      throws IOException, InterruptedException {
    ContainerMachine machine = new ContainerMachine(HOST, key(keys)).withNetwork(network);
    machine.withCopyToContainer(
        Transferable.of(registryCertificate), "/etc/docker/certs.d/ghcr.io/ca.crt");
    return machine.withAllRights();
  }

  /** Not {@code --privileged}: Docker then wants every capability, and some hosts lack one. */
  ContainerMachine withAllRights() {
    withCreateContainerCmdModifier(
        command ->
            command
                .getHostConfig()
                .withCapAdd(Capability.ALL)
                .withCapDrop(Capability.SYS_RESOURCE)
                .withDevices(HOST.equals("host-dindr") ? TUN : List.of())
                .withSecurityOpts(List.of("seccomp=unconfined")));
    return this;
  }

  /** Where it is reached over SSH. */
  public String address() {
    return "127.0.0.1";
  }

  /** The port at which it is reached over SSH. */
  public int port() {
    return getMappedPort(SSH);
  }

  /** Who may log in. */
  public String user() {
    return "walter";
  }

  /** The private key that may log in. */
  public Path identity() {
    return key.file();
  }

  /** Its line of a known_hosts file. */
  public String knownHost() throws IOException, InterruptedException {
    String line = root("cat /etc/ssh/ssh_host_ed25519_key.pub").strip();
    return "[%s]:%d %s\n".formatted(address(), port(), line);
  }

  /** Runs a shell line as the user, past SSH. */
  public String shell(String line) throws IOException, InterruptedException {
    return checked(
        line,
        execInContainer("runuser", "-u", user(), "--", "sh", "-c", "cd /home/walter; " + line));
  }

  /** Runs a shell line as root, past SSH. */
  public String root(String line) throws IOException, InterruptedException {
    return checked(line, execInContainer("sh", "-c", line));
  }

  /** What a path of the machine's Walter answers on its HTTPS port: the status code. */
  public String status(String host, int httpsPort, String path)
      throws IOException, InterruptedException {
    return root(
        "curl -sk -o /dev/null -w '%%{http_code}' --resolve '%s:%d:127.0.0.1' https://%s:%d%s || true"
            .formatted(host, httpsPort, host, httpsPort, path));
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  private static ContainerKey key(Path keys) throws IOException, InterruptedException {
    Docker.check();
    Path file = keys.resolve("id_ed25519");
    return Files.exists(file)
        ? new ContainerKey(file, Files.readString(keys.resolve("id_ed25519.pub")).strip())
        : ContainerKey.in(keys);
  }

  private static String checked(String line, ExecResult result) throws IOException {
    if (result.getExitCode() != 0) {
      throw new IOException(
          line + ": exit " + result.getExitCode() + ": " + result.getStdout() + result.getStderr());
    }
    return result.getStdout();
  }
}
