package io.walterfleet.ssh.hostkey;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.ssh.hostkey.KnownKey.Marker;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.NamedFile;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of this run that say something of host keys: known hosts files are read once, and added
 * to without losing a line.
 */
public final class KnownHosts {
  /** A file lock keeps other processes out, but not other threads of this one. */
  private static final Object ADDING = new Object();

  private final Map<Path, KnownHostsFile> files = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** What the files say of a server. */
  Knowledge about(Endpoint endpoint, HostKeyPolicy hostKeyPolicy) throws IOException {
    String name = hostKeyPolicy.nameOf(endpoint);
    List<KnownKey> keys = new ArrayList<>();
    for (Path path : all(hostKeyPolicy)) {
      keys.addAll(file(path).about(name));
    }
    return new Knowledge(keys);
  }

  /**
   * What the files say of the host without its port; ssh looks there, too, when it has nothing for
   * the port.
   */
  Knowledge withoutPort(Endpoint endpoint, HostKeyPolicy hostKeyPolicy) throws IOException {
    if (hostKeyPolicy.alias().isPresent() || endpoint.port() == Endpoint.DEFAULT_PORT) {
      return new Knowledge(List.of());
    }
    return about(
        new Endpoint(endpoint.host(), Endpoint.DEFAULT_PORT, endpoint.user()), hostKeyPolicy);
  }

  /**
   * Adds a new key to the user's first file, unless it is known by now; safe against other threads
   * and other runs. What is no known hosts file is never written to: {@link Recordable}.
   *
   * @return what is known afterwards, which may be another key that someone else added meanwhile
   */
  Knowledge add(Endpoint endpoint, HostKeyPolicy hostKeyPolicy, PublicKeyBlob key)
      throws IOException {
    synchronized (ADDING) {
      addAlone(endpoint, hostKeyPolicy, key);
    }
    return about(endpoint, hostKeyPolicy);
  }

  private void addAlone(Endpoint endpoint, HostKeyPolicy hostKeyPolicy, PublicKeyBlob key)
      throws IOException {
    Path path =
        hostKeyPolicy.files().stream()
            .findFirst()
            .orElseThrow(() -> new IOException("there is no file to record new host keys in"));
    Recordable.check(
        names(path), hostKeyPolicy.nameOf(endpoint), hostKeyPolicy.named().byInventory());
    createWithItsFolder(path);
    try (FileChannel channel =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      KnownHostsFile now = now(path);
      Recordable.check(path, now);
      Knowledge known = new Knowledge(now.about(hostKeyPolicy.nameOf(endpoint)));
      if (lock.isValid() && known.of(Marker.HOST).isEmpty()) {
        append(channel, line(hostKeyPolicy.nameOf(endpoint), now.isHashed(), key));
        now = now(path);
      }
      files.put(path, now);
    }
  }

  /** The keys of the file that {@code RevokedHostKeys} names, where it does. */
  RevokedKeys revoked(HostKeyPolicy hostKeyPolicy) throws RemoteException {
    if (hostKeyPolicy.named().revoked().isEmpty()) {
      return RevokedKeys.NONE;
    }
    Path path = hostKeyPolicy.named().revoked().get();
    try {
      return RevokedKeys.of(NamedFile.text(path, StandardCharsets.ISO_8859_1), path);
    } catch (IOException e) {
      throw RevokedKeys.unreadable(path, e);
    }
  }

  /** Read once: the first machines all come here at the same time. */
  private KnownHostsFile file(Path path) throws IOException {
    KnownHostsFile known = files.get(path);
    return known == null ? read(path) : known;
  }

  private synchronized KnownHostsFile read(Path path) throws IOException {
    KnownHostsFile known = files.get(path);
    if (known == null) {
      known = now(path);
      files.put(path, known);
    }
    return known;
  }

  /** A file as it is now; one that is not there has no lines. */
  private static KnownHostsFile now(Path path) throws IOException {
    String text = Files.exists(path) ? NamedFile.text(path, StandardCharsets.UTF_8) : "";
    return KnownHostsFile.of(text, path);
  }

  /** What a file is called: by its name, and where a link leads. */
  private static List<Path> names(Path file) throws IOException {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? List.of(file, file.toRealPath())
        : List.of(file);
  }

  private String line(String name, boolean hashed, PublicKeyBlob key) {
    byte[] salt = new byte[20];
    random.nextBytes(salt);
    String field = hashed ? HostNames.hashed(name, salt) : name;
    return field + " " + key.type() + " " + key.base64() + "\n";
  }

  private static void append(FileChannel channel, String line) throws IOException {
    long end = channel.size();
    ByteBuffer last = ByteBuffer.allocate(1);
    boolean open = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
    ByteBuffer bytes =
        ByteBuffer.wrap(((open ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      end += channel.write(bytes, end);
    }
    channel.force(true);
  }

  private static void createWithItsFolder(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && !Files.exists(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!Files.exists(path)) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else if (!Files.isRegularFile(path)) {
      throw new IOException(path + " is no file that can record new host keys");
    }
  }

  private static List<Path> all(HostKeyPolicy hostKeyPolicy) {
    List<Path> all = new ArrayList<>(hostKeyPolicy.files());
    all.addAll(hostKeyPolicy.named().global());
    return all;
  }
}
