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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
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
  private final Map<String, Member> members = new LinkedHashMap<>();

  private record Member(EmbeddedMachine machine, int port) {}

  private EmbeddedFleet(Path folder, EmbeddedVendor vendor, Listener listener) {
    this.folder = folder;
    this.vendor = vendor;
    this.listener = listener;
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
    Files.writeString(folder.resolve("registry"), EmbeddedVendor.registry());
    EmbeddedFleet fleet =
        new EmbeddedFleet(folder, EmbeddedVendor.start(), new Listener(hostKey, login.getPublic()));
    try {
      for (String name : names) {
        fleet.add(name, clock);
      }
      writePrivate(fleet.identityFile(), openSsh(login));
      writePrivate(
          fleet.knownHostsFile(),
          fleet.members.values().stream()
              .map(member -> knownHost(member.port(), hostKey))
              .collect(joining()));
      return fleet;
    } catch (IOException e) {
      fleet.close();
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
    return members.values().stream().map(Member::machine).toList();
  }

  /** One machine. */
  public EmbeddedMachine machine(String name) {
    return member(name).machine();
  }

  /** The port of 127.0.0.1 at which a machine's SSH server listens. */
  public int port(String name) {
    return member(name).port();
  }

  /** Stops the servers and what still runs on the machines; the folder stays. */
  @Override
  public void close() {
    vendor.close();
    listener.close();
    machines().forEach(EmbeddedMachine::close);
    stopLeftovers();
  }

  private void add(String name, InstantSource clock) throws IOException {
    EmbeddedMachine machine =
        EmbeddedMachine.create(name, folder.resolve("machines").resolve(name), clock);
    members.put(name, new Member(machine, listener.open(machine)));
  }

  private Member member(String name) {
    return Optional.ofNullable(members.get(name))
        .orElseThrow(() -> new NoSuchElementException("no embedded machine is named " + name));
  }

  /** Ends what runs below this fleet's folder: steps are detached on purpose and outlive all. */
  private void stopLeftovers() {
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
