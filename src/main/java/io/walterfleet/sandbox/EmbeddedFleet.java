package io.walterfleet.sandbox;

import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/**
 * A fleet on loopback: machines in folders, an SSH server with a port for each, and the vendor.
 *
 * <p>Everything lives below one folder, which the owner of the fleet makes and removes.
 */
public final class EmbeddedFleet implements AutoCloseable {
  private final Path folder;
  private final EmbeddedVendor vendor;
  private final Listener listener;
  private final List<EmbeddedMachine> machines;
  private final int firstPort;

  private EmbeddedFleet(
      Path folder, EmbeddedVendor vendor, Listener listener, List<EmbeddedMachine> machines)
      throws IOException {
    this.folder = folder;
    this.vendor = vendor;
    this.listener = listener;
    this.machines = List.copyOf(machines);
    this.firstPort = listener.open(this.machines);
  }

  /**
   * Starts machines without an install.
   *
   * @param folder an empty directory, for this fleet alone
   */
  public static EmbeddedFleet start(Path folder, List<String> names, InstantSource clock)
      throws IOException {
    KeyPair hostKey = keyPair();
    KeyPair login = keyPair();
    Path registry = Files.createDirectories(folder.resolve("machines")).resolve("registry");
    Files.writeString(registry, EmbeddedVendor.registry());
    List<EmbeddedMachine> machines = new ArrayList<>();
    for (String name : names) {
      machines.add(EmbeddedMachine.create(name, folder.resolve("machines").resolve(name), clock));
    }
    EmbeddedVendor vendor = EmbeddedVendor.start();
    Listener listener = new Listener(hostKey, login.getPublic());
    try {
      EmbeddedFleet fleet = new EmbeddedFleet(folder, vendor, listener, machines);
      writePrivate(fleet.identityFile(), openSsh(login));
      writePrivate(
          fleet.knownHostsFile(),
          names.stream().map(name -> knownHost(fleet.port(name), hostKey)).collect(joining()));
      return fleet;
    } catch (IOException e) {
      listener.close();
      vendor.close();
      throw e;
    }
  }

  /** The folder that holds it all. */
  public Path folder() {
    return folder;
  }

  /** Where the manifest and the bundle come from. */
  public EmbeddedVendor vendor() {
    return vendor;
  }

  /** The key that all machines let in. */
  public Path identityFile() {
    return folder.resolve("id_ecdsa");
  }

  /** The host keys of all machines. */
  public Path knownHostsFile() {
    return folder.resolve("known_hosts");
  }

  /** The machines, in the order in which they were named. */
  public List<EmbeddedMachine> machines() {
    return machines;
  }

  /** One machine. */
  public EmbeddedMachine machine(String name) {
    return machines.get(index(name));
  }

  /** The port of 127.0.0.1 at which a machine's SSH server listens; they follow one another. */
  public int port(String name) {
    return firstPort + index(name);
  }

  /** Stops the servers and what still runs on the machines; the folder stays. */
  @Override
  public void close() {
    vendor.close();
    listener.close();
    machines.forEach(EmbeddedMachine::close);
    stopPrograms(folder);
  }

  private int index(String name) {
    return IntStream.range(0, machines.size())
        .filter(i -> machines.get(i).name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no embedded machine is named " + name));
  }

  /** Ends what runs below a fleet's folder: steps are detached on purpose, and outlive all else. */
  static void stopPrograms(Path folder) {
    String mark = folder + "/";
    ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mark))
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .forEach(
            process -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            });
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has EC keys", e);
    }
  }

  private static String openSsh(KeyPair keys) throws IOException {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(keys, "embedded fleet", null, out);
      return out.toString(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was just made can be written", e);
    }
  }

  private static String knownHost(int port, KeyPair hostKey) {
    return "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n";
  }

  private static void writePrivate(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }
}
