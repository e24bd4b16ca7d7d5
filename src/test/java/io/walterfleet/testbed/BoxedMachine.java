package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/**
 * One machine in a container: an SSH server, users, sudo and file systems of its own, on which its
 * root may mount what it likes. Only its docker is the stand-in of loopback machines.
 *
 * <p>It shares the network of the computer, so that what the stand-in publishes is at its own
 * 127.0.0.1; its SSH server listens on a free port there and nowhere else.
 */
public final class BoxedMachine implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";

  private final Path root;
  private final Path directory;
  private final int sshPort = Ports.free();
  private final int httpsPort = Ports.free();
  private final int httpPort = Ports.free();
  private final HealthServers health;
  private final ContainerMachine machine;

  private BoxedMachine(Path root, String sshdOptions) throws IOException, InterruptedException {
    this.root = root;
    this.directory = root.resolve("machines/box");
    this.health = new HealthServers(root.resolve("machines"));
    layOut();
    this.machine =
        ContainerMachine.withoutDocker(root)
            .withNetworkMode("host")
            .withFileSystemBind(machines(), machines(), BindMode.READ_WRITE)
            .withEnv("SSHD_OPTIONS", listening(sshdOptions));
    machine.setExposedPorts(List.of());
    machine.setWaitStrategy(
        Wait.forLogMessage(".*Server listening on 127.0.0.1 port .*", 1)
            .withStartupTimeout(Duration.ofSeconds(90)));
    machine.withAllRights();
  }

  /** Starts a machine; the options are lines of sshd_config. */
  public static BoxedMachine start(String sshdOptions) throws IOException, InterruptedException {
    Path root = Files.createTempDirectory("walter-fleet-box-").toRealPath();
    BoxedMachine box = new BoxedMachine(root, sshdOptions);
    try {
      box.machine.start();
      box.wire();
      return box;
    } catch (IOException | RuntimeException failure) {
      box.close();
      throw failure;
    }
  }

  /** Its docker. */
  public StandInDocker docker() {
    return new StandInDocker(directory);
  }

  /** A directory that goes when the machine goes, for inventories and the like. */
  public Path scratch() throws IOException {
    return Files.createDirectories(root.resolve("scratch"));
  }

  /** How an inventory reaches it: the keys that stand in the machine's braces. */
  public String reached(String moreOfSsh) throws IOException, InterruptedException {
    Path known = scratch().resolve("known_hosts");
    if (!Files.exists(known)) {
      String key = root("cat /etc/ssh/ssh_host_ed25519_key.pub").strip();
      Files.writeString(known, "[%s]:%d %s\n".formatted(ADDRESS, sshPort, key));
    }
    return "address: %s, ssh: {user: walter, port: %d, identityFile: '%s', knownHostsFile: '%s'%s}"
        .formatted(ADDRESS, sshPort, machine.identity(), known, moreOfSsh);
  }

  /** Installs Walter as the vendor's command does, without walter-fleet. */
  public void install(String release) throws IOException, InterruptedException {
    machine.copyFileToContainer(
        MountableFile.forHostPath("src/test/images/bundle/walter-onprem"),
        "/home/walter/walter-onprem");
    root("chown -R walter:walter /home/walter/walter-onprem");
    shell(
        """
        umask 077; cat >walter-onprem/.env.deploy <<'END'
        # edited by hand
        SECRET_KEY_BASE=0x5ec4e7
        WALTER_IMAGE=ghcr.io/matchylabs/walter:%s
        WALTER_MODE=internal-tls
        PHX_HOST=box.example.com
        WALTER_HTTPS_PORT=%d
        WALTER_HTTP_PORT=%d
        END
        cd walter-onprem && bin/walter-onprem pull && bin/walter-onprem run --rm -T setup && bin/walter-onprem up -d
        """
            .formatted(release, httpsPort, httpPort));
    Files.deleteIfExists(directory.resolve("docker/calls"));
  }

  /** Does something as the user whenever docker is called with these words. */
  public void onDocker(String words, String line) throws IOException, InterruptedException {
    root("echo 'case \"$*\" in *\"%s\"*) %s ;; esac' >/on-docker".formatted(words, line));
  }

  /** The bytes of .env.deploy. */
  public String env() throws IOException, InterruptedException {
    return shell("cat walter-onprem/.env.deploy");
  }

  /** Runs a shell line as the user, past SSH. */
  public String shell(String line) throws IOException, InterruptedException {
    return machine.shell(line);
  }

  /** Runs a shell line as root, past SSH. */
  public String root(String line) throws IOException, InterruptedException {
    return machine.root(line);
  }

  @Override
  public void close() throws IOException {
    // what root wrote into the shared directory is removed by root
    machine.stop();
    health.close();
    Removal.of(root);
  }

  private String machines() {
    return root.resolve("machines").toString();
  }

  private String listening(String more) {
    return "Port %d\nListenAddress %s\n%s".formatted(sshPort, ADDRESS, more);
  }

  private void layOut() throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path inside = Files.createDirectories(directory.resolve("inside"));
    Files.createDirectories(directory.resolve("docker"));
    copy("docker", bin);
    copy("pg_controldata", inside);
    copy("pg_isready", inside);
    Registry.lay(root.resolve("machines/registry"));
    Files.writeString(root.resolve("machines/control"), health.controlPort() + "\n");
    for (Path path : List.of(root, root.resolve("machines"), directory)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static void copy(String name, Path to) throws IOException {
    Path file =
        Files.copy(
            StandInDocker.PROGRAMS.resolve(name),
            to.resolve(name),
            StandardCopyOption.COPY_ATTRIBUTES);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Puts the stand-in where commands are, and gives its state to the user. */
  private void wire() throws IOException, InterruptedException {
    root(
        "printf '#!/bin/sh\\n[ ! -e /on-docker ] || . /on-docker\\nexec %s/bin/docker \"$@\"\\n' >/usr/local/bin/docker"
                .formatted(directory)
            + " && chmod 755 /usr/local/bin/docker && chown -R walter:walter "
            + directory);
  }
}
