package io.walterfleet.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One machine of a {@link LoopbackFleet}. */
public final class LoopbackMachine {
  /** How the secret begins that every machine has from its installation on. */
  public static final String SECRET = "canary-machine-";

  private static final int NOBODY = 65_534;
  private static final Path BUNDLE = Path.of("src/test/images/bundle/walter-onprem");

  private final Path root;
  private final Path directory;
  private final String address;
  private final String name;
  private final int httpsPort;
  private final int httpPort;
  private Path home;

  LoopbackMachine(Path root, String address, String name) {
    this.root = root;
    this.directory = root.resolve("machines").resolve(address);
    this.address = address;
    this.name = name;
    this.home = directory.resolve("home");
    this.httpsPort = Ports.free();
    this.httpPort = Ports.free();
  }

  /**
   * Lets whoever dials this address, too, which the server must listen on, come to this machine.
   */
  public void reachableAt(String other) throws IOException {
    Path aliases = Files.createDirectories(root.resolve("aliases"));
    Files.createSymbolicLink(aliases.resolve(other), directory);
  }

  /** A name for inventories, such as {@code machine-001}. */
  public String name() {
    return name;
  }

  /** The address on loopback at which this machine, and no other, is reached. */
  public String address() {
    return address;
  }

  /** The host name under which its Walter is published. */
  public String host() {
    return name + ".example.com";
  }

  /** The port for its Walter: machines on loopback share their ports, so each has another. */
  public int httpsPort() {
    return httpsPort;
  }

  /** The port for plain HTTP, for the same reason. */
  public int httpPort() {
    return httpPort;
  }

  /** The directory of all that belongs to it, its home included. */
  public Path directory() {
    return directory;
  }

  /** The home of its user. */
  public Path home() {
    return home;
  }

  /** Where Walter is installed, or will be. */
  public Path install() {
    return home.resolve("walter-onprem");
  }

  /** Its docker. */
  public StandInDocker docker() {
    return new StandInDocker(directory);
  }

  /** The commands that came over SSH, as they were sent to the login shell. */
  public List<String> commands() throws IOException {
    Path file = directory.resolve("commands");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Moves the home elsewhere below the machine's directory, such as to a name with a space. */
  public void moveHome(String path) throws IOException {
    Path moved = directory.resolve(path);
    Files.createDirectories(Objects.requireNonNull(moved.getParent()));
    Files.move(home, moved);
    home = moved;
    writeAccount("/bin/sh");
  }

  /** Gives the user another login shell, such as {@code /usr/bin/fish}. */
  public void loginShell(String shell) throws IOException {
    writeAccount(shell);
  }

  /** Makes {@code sh} another shell, such as {@code /usr/bin/dash}. */
  public void sh(String shell) throws IOException {
    Path link = directory.resolve("bin/sh");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(shell));
  }

  /** Puts busybox's tools, its shell too, before all others. */
  public void busybox() throws IOException, InterruptedException {
    run(List.of("/bin/busybox", "--install", "-s", directory.resolve("bin").toString()), home);
  }

  /** Sets variables for every command that comes from now on, in place of those set before. */
  public void environment(Map<String, String> variables) throws IOException {
    StringBuilder text = new StringBuilder();
    variables.forEach(
        (name, value) ->
            text.append("export %s='%s'\n".formatted(name, value.replace("'", "'\\''"))));
    Files.writeString(directory.resolve("environment"), text.toString());
  }

  /** Puts a command into every container, such as {@code pg_dump}. */
  public void inside(String name, String script) throws IOException {
    Path file = Files.writeString(directory.resolve("inside").resolve(name), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes it what another machine is, under its own name, address and ports. */
  public void becomeLike(LoopbackMachine other) throws IOException, InterruptedException {
    new MachineCopy(other, this).make();
  }

  /**
   * Sets its clock so much ahead of the real time; a negative time sets it back. All that a script
   * can see of a clock is what {@code date} says; the times of files stay those of this computer.
   */
  public void clock(Duration ahead) throws IOException {
    Path date = directory.resolve("bin/date");
    Files.writeString(
        date,
        """
        #!/bin/sh
        exec /bin/date -d "@$(($(/bin/date +%%s) + %d))" "$@"
        """
            .formatted(ahead.toSeconds()));
    Files.setPosixFilePermissions(date, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Takes a command away. */
  public void without(String command) throws IOException {
    // a name that cannot be run hides nothing on PATH, so the machine gets tools of its own
    Path tools = directory.resolve("tools");
    if (!Files.exists(tools)) {
      Files.createDirectories(tools);
      try (Stream<Path> all = Files.list(root.resolve("tools"))) {
        for (Path tool : all.toList()) {
          Files.createSymbolicLink(
              tools.resolve(Objects.requireNonNull(tool.getFileName())),
              Files.readSymbolicLink(tool));
        }
      }
    }
    Files.delete(tools.resolve(command));
  }

  /** Gives back what {@link #without} took away. */
  public void with(String command) throws IOException {
    Files.createSymbolicLink(
        directory.resolve("tools").resolve(command),
        Files.readSymbolicLink(root.resolve("tools").resolve(command)));
  }

  /**
   * Makes a file unreadable for the user of this machine, who is somebody else than root from now
   * on, because root reads everything.
   */
  public void hide(Path file) throws IOException, InterruptedException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    if (System.getProperty("user.name").equals("root")) {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
      LocalCommand.of("chown", "-R", NOBODY + ":" + NOBODY, directory.toString()).run();
      Files.writeString(directory.resolve("uid"), NOBODY + "\n");
    }
  }

  /**
   * Installs Walter as the vendor's own command would: the bundle, an {@code .env.deploy} with an
   * operator's secret in it, and a stack that runs and is migrated. walter-fleet was never here.
   */
  public void install(String release) throws IOException, InterruptedException {
    copy(BUNDLE, install());
    Files.writeString(install().resolve(".env.deploy"), envDeploy(release));
    compose("pull");
    compose("run", "--rm", "-T", "setup");
    compose("up", "-d");
    Files.deleteIfExists(directory.resolve("docker/calls"));
  }

  /** Runs the vendor's Compose on the install, as an operator would at its terminal. */
  public String compose(String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("docker", "compose", "-p", "walter-onprem", "--env-file", ".env.deploy"));
    line.addAll(List.of("-f", "compose.yml", "-f", "compose.internal-tls.yml"));
    line.addAll(List.of(words));
    return run(line, install());
  }

  /** Runs one command on the machine, past SSH. */
  public String shell(String line) throws IOException, InterruptedException {
    return run(List.of("sh", "-c", line), home);
  }

  void installLike(LoopbackMachine other) throws IOException, InterruptedException {
    copy(other.install(), install());
    String env = Files.readString(other.install().resolve(".env.deploy"));
    Files.writeString(install().resolve(".env.deploy"), own(env, other));
    copy(other.directory.resolve("docker"), directory.resolve("docker"));
    try (Stream<Path> containers = Files.list(directory.resolve("docker/containers"))) {
      for (Path container : containers.toList()) {
        Files.writeString(container, own(Files.readString(container), other));
      }
    }
    // Compose compares a hash that holds the keys: let it see them once.
    compose("up", "-d");
    Files.deleteIfExists(directory.resolve("docker/calls"));
  }

  /** Becomes what another machine is, with all that walter-fleet left there, under its own name. */
  void inherit(LoopbackMachine other) throws IOException, InterruptedException {
    Removal.of(home);
    copy(other.home, home);
    copy(other.directory.resolve("docker"), directory.resolve("docker"));
    Removal.of(home.resolve(".walter-fleet/steps"));
    try (Stream<Path> files =
        Stream.of(home.resolve(".walter-fleet"), directory.resolve("docker/containers"))
            .flatMap(LoopbackMachine::filesBelow)) {
      for (Path file : files.toList()) {
        Files.writeString(file, own(Files.readString(file), other));
      }
    }
    Path env = install().resolve(".env.deploy");
    Files.writeString(env, own(Files.readString(env), other));
    compose("up", "-d");
    clearLogs();
  }

  private static Stream<Path> filesBelow(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("/staged/"))
          .toList()
          .stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void layOut() throws IOException {
    Files.createDirectories(home);
    Files.createDirectories(directory.resolve("docker"));
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("docker"), StandInDocker.PROGRAMS.resolve("docker"));
    Path inside = Files.createDirectories(directory.resolve("inside"));
    for (String tool : List.of("pg_controldata", "pg_isready")) {
      Files.createSymbolicLink(inside.resolve(tool), StandInDocker.PROGRAMS.resolve(tool));
    }
    writeAccount("/bin/sh");
  }

  void clearLogs() throws IOException {
    Files.deleteIfExists(directory.resolve("commands"));
    Files.deleteIfExists(directory.resolve("docker/calls"));
  }

  private String own(String text, LoopbackMachine other) {
    return text.replace(other.directory.toString(), directory.toString())
        .replace(other.name, name)
        // as words, since a hash may hold the same digits
        .replaceAll("\\b" + other.httpsPort + "\\b", Integer.toString(httpsPort))
        .replaceAll("\\b" + other.httpPort + "\\b", Integer.toString(httpPort));
  }

  private String envDeploy(String release) {
    return """
        # written by the operator
        SECRET_KEY_BASE=%s
        WALTER_IMAGE=ghcr.io/matchylabs/walter:%s
        WALTER_MODE=internal-tls
        PHX_HOST=%s
        WALTER_HTTPS_PORT=%d
        WALTER_HTTP_PORT=%d
        """
        .formatted(name.replace("machine-", SECRET), release, host(), httpsPort, httpPort);
  }

  private String path() {
    Path own = directory.resolve("tools");
    return directory.resolve("bin") + ":" + (Files.exists(own) ? own : root.resolve("tools"));
  }

  private void writeAccount(String shell) throws IOException {
    Files.writeString(directory.resolve("account"), home + "\n" + shell + "\n");
  }

  private String run(List<String> words, Path where) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("/usr/bin/env", "-i", "PATH=" + path(), "HOME=" + home));
    line.addAll(words);
    return new LocalCommand(where, line).run();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(
              file,
              target,
              StandardCopyOption.COPY_ATTRIBUTES,
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
