package io.walterfleet.sandbox;

import io.walterfleet.sandbox.Engine.Walter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A machine that is a folder: a home directory, a real {@code sh}, and a stand-in for docker as the
 * first word on the path. It is reached through the SSH server of its fleet.
 */
public final class EmbeddedMachine implements AutoCloseable {
  private final String name;
  private final Path folder;
  private final InstantSource clock;
  private final Engine engine;
  private Optional<WalterSite> site = Optional.empty();

  private EmbeddedMachine(String name, Path folder, InstantSource clock) {
    this.name = name;
    this.folder = folder;
    this.clock = clock;
    this.engine = new Engine(folder.resolve("docker"));
  }

  /** Makes the machine's folder, empty but for its tools. */
  static EmbeddedMachine create(String name, Path folder, InstantSource clock) throws IOException {
    EmbeddedMachine machine = new EmbeddedMachine(name, folder, clock);
    Files.createDirectories(machine.home());
    machine.engine.create();
    machine.tool("docker", "bin");
    machine.tool("pg_controldata", "inside");
    machine.tool("pg_isready", "inside");
    return machine;
  }

  /** How a program on the machine ended, and what it said on both streams. */
  public record Ran(int exit, String words) {}

  /** What its operator installed by hand. */
  public record Install(String release, String mode, String host) {}

  /** Its name in inventories. */
  public String name() {
    return name;
  }

  /** The home directory of the user that is logged in as. */
  public Path home() {
    return folder.resolve("home");
  }

  /** Runs a command line on the machine, as somebody who sits at it would. */
  public Ran run(String commandLine) throws IOException, InterruptedException {
    return run(commandLine, new byte[0], Map.of());
  }

  /** Installs a release, as the operator would have done with the vendor's command. */
  public void install(Install install) throws IOException, InterruptedException {
    Map<String, String> facts =
        Map.of(
            "walter_name",
            name,
            "walter_host",
            install.host(),
            "walter_mode",
            install.mode(),
            "walter_image",
            EmbeddedImage.REPOSITORY + ":" + install.release());
    Ran ran = run(new Resource("install.sh").text(), EmbeddedVendor.olderBundle(), facts);
    if (ran.exit() != 0) {
      throw new IOException("could not install Walter on " + name + ": " + ran.words().strip());
    }
  }

  /** Starts a command line in a login shell of its own. */
  Process start(String commandLine) throws IOException {
    return shell(commandLine, Map.of()).start();
  }

  /** The port of the controller at which a published port of this machine answers, if it does. */
  synchronized OptionalInt published(int port) throws IOException {
    Optional<Walter> walter = engine.walter();
    if (walter.isEmpty() || walter.get().ports().indexOf(port) != 0) {
      return OptionalInt.empty();
    }
    if (site.isEmpty()) {
      Certificate certificate = Certificate.selfSigned(walter.get().host());
      site = Optional.of(WalterSite.start(engine, clock, certificate));
    }
    return OptionalInt.of(site.get().port());
  }

  @Override
  public synchronized void close() {
    site.ifPresent(WalterSite::close);
  }

  private void tool(String tool, String place) throws IOException {
    Path file = Files.createDirectories(folder.resolve(place)).resolve(tool);
    Files.write(file, new Resource(tool).bytes());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ran run(String commandLine, byte[] input, Map<String, String> more)
      throws IOException, InterruptedException {
    Process process = shell(commandLine, more).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    }
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), words);
  }

  private ProcessBuilder shell(String commandLine, Map<String, String> more) {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", commandLine);
    shell.directory(home().toFile());
    Map<String, String> environment = shell.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", folder.resolve("bin") + ":" + path);
    environment.put("HOME", home().toString());
    environment.put("USER", "walter");
    environment.put("LOGNAME", "walter");
    environment.put("SHELL", "/bin/sh");
    environment.putAll(more);
    return shell;
  }
}
