package io.walterfleet.ssh;

import static java.util.stream.Collectors.joining;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Vector;

/**
 * The keys that a login is tried with, in ssh's order: certificates, the files' keys that the agent
 * holds, the agent's other keys, the files' keys that it does not hold.
 *
 * <p>Read once and shared by all machines that use the same keys.
 */
final class Keyring {
  private final List<LoginKey> keys;
  private final List<KeyFile> unusable;

  private Keyring(List<LoginKey> keys, List<KeyFile> unusable) {
    this.keys = List.copyOf(keys);
    this.unusable = List.copyOf(unusable);
  }

  /** Reads the files and asks the agent. */
  static Keyring of(Credentials credentials, RsaUse rsaUse) {
    List<LoginKey> held = credentials.agent().map(Agent::keys).orElse(List.of());
    List<KeyFile> files =
        credentials.files().stream()
            .filter(KeyFile::exists)
            .map(file -> KeyFile.read(file, rsaUse))
            .toList();
    List<LoginKey> fromAgent = new ArrayList<>();
    List<LoginKey> fromFiles = new ArrayList<>();
    List<KeyFile> unusable = new ArrayList<>();
    for (KeyFile file : files) {
      Optional<LoginKey> agents = file.blob().flatMap(blob -> find(held, blob));
      Optional<LoginKey> own = agents.or(() -> loginKey(file));
      agents.ifPresent(fromAgent::add);
      own.filter(key -> agents.isEmpty()).ifPresent(fromFiles::add);
      if (own.isEmpty()) {
        unusable.add(file);
      }
    }
    List<LoginKey> all = new ArrayList<>(certified(credentials, files, fromAgent, fromFiles));
    all.addAll(fromAgent);
    if (!credentials.only()) {
      held.stream().filter(key -> !fromAgent.contains(key)).forEach(all::add);
    }
    all.addAll(fromFiles);
    return new Keyring(all, unusable);
  }

  /** Whether there is any key to try. */
  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The keys that are tried, by name. */
  String names() {
    return keys.stream().map(LoginKey::getName).collect(joining(", "));
  }

  /** What is wrong with the files that could not be used; empty when all could. */
  String obstacles() {
    return unusable.stream()
        .map(file -> file.path() + ": " + file.obstacle())
        .collect(joining("; "));
  }

  /** The keys as the library wants them. */
  IdentityRepository repository() {
    return new Repository(keys);
  }

  private static Optional<LoginKey> find(List<LoginKey> keys, PublicKeyBlob blob) {
    return keys.stream().filter(key -> key.blob().equals(blob)).findFirst();
  }

  private static Optional<LoginKey> loginKey(KeyFile file) {
    return file.signer()
        .flatMap(
            signer -> file.blob().map(blob -> new LoginKey(file.path().toString(), blob, signer)));
  }

  private static List<LoginKey> certified(
      Credentials credentials,
      List<KeyFile> files,
      List<LoginKey> fromAgent,
      List<LoginKey> fromFiles) {
    List<LoginKey> signers = new ArrayList<>(fromAgent);
    signers.addAll(fromFiles);
    List<Path> places = new ArrayList<>(credentials.certificates());
    files.forEach(
        file -> places.add(file.path().resolveSibling(file.path().getFileName() + "-cert.pub")));
    List<LoginKey> certified = new ArrayList<>();
    for (Path place : places) {
      Optional<PublicKeyBlob> certificate = KeyFile.publicKey(place);
      certificate
          .flatMap(blob -> signers.stream().filter(key -> blob.certifies(key.blob())).findFirst())
          .ifPresent(key -> certified.add(key.with(place.toString(), certificate.orElseThrow())));
    }
    return certified;
  }

  /** A list of its own for each login: the library locks the list while it logs in. */
  private record Repository(List<LoginKey> keys) implements IdentityRepository {
    @Override
    @SuppressWarnings("JdkObsolete") // the library's type
    public Vector<Identity> getIdentities() {
      return new Vector<>(keys);
    }

    @Override
    public String getName() {
      return "keys of this run";
    }

    @Override
    public int getStatus() {
      return RUNNING;
    }

    @Override
    public boolean add(byte[] identity) {
      return false;
    }

    @Override
    public boolean remove(byte[] blob) {
      return false;
    }

    @Override
    public void removeAll() {
      // never
    }
  }
}
