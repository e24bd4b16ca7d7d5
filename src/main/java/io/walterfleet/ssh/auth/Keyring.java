package io.walterfleet.ssh.auth;

import io.walterfleet.ssh.auth.Credentials.Limits;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that a login is tried with, in ssh's order: certificates, the files' keys that the agent
 * holds, the agent's other keys, the files' keys that it does not hold.
 *
 * <p>Read once and shared by all machines that use the same keys.
 */
public final class Keyring {
  private final List<LoginKey> keys;
  private final List<String> obstacles;

  private Keyring(List<LoginKey> keys, List<String> obstacles) {
    this.keys = List.copyOf(keys);
    this.obstacles = List.copyOf(obstacles);
  }

  /** Reads the files and asks the agent. */
  public static Keyring of(Credentials credentials, RsaUse rsaUse) {
    List<LoginKey> held = credentials.agent().map(Agent::keys).orElse(List.of());
    List<KeyFile> files =
        credentials.files().stream()
            .filter(KeyFile::isNamed)
            .map(file -> KeyFile.read(file, rsaUse))
            .toList();
    Set<PublicKeyBlob> named = new HashSet<>();
    files.forEach(file -> file.blob().ifPresent(named::add));
    List<LoginKey> signers =
        new ArrayList<>(held.stream().filter(key -> named.contains(key.blob())).toList());
    if (!credentials.only()) {
      held.stream().filter(key -> !named.contains(key.blob())).forEach(signers::add);
    }
    List<String> obstacles = new ArrayList<>();
    for (KeyFile file : files) {
      boolean isHeld = held.stream().anyMatch(key -> file.blob().equals(Optional.of(key.blob())));
      Optional<LoginKey> own = isHeld ? Optional.empty() : loginKey(file);
      own.ifPresent(signers::add);
      if (!isHeld && own.isEmpty()) {
        obstacles.add(file.path() + ": " + file.obstacle());
      }
    }
    List<LoginKey> all = certified(credentials, files, signers);
    all.addAll(signers);
    return within(credentials.limits(), all, obstacles);
  }

  private static Keyring within(Limits limits, List<LoginKey> keys, List<String> obstacles) {
    List<LoginKey> wanted = new ArrayList<>();
    for (LoginKey key : keys) {
      String against = limits.against(key.blob());
      if (against.isEmpty()) {
        wanted.add(key);
      } else {
        obstacles.add(key.getName() + ": " + against);
      }
    }
    limits
        .token()
        .ifPresent(
            token ->
                obstacles.add(
                    "the keys of PKCS11Provider " + token + " (fix: ssh-add -s '" + token + "')"));
    return new Keyring(wanted, obstacles);
  }

  /** Whether there is any key to try. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Whether a signature costs somebody a touch, so that only an accepted key may be asked for. */
  public boolean needsHands() {
    return keys.stream().anyMatch(LoginKey::needsHands);
  }

  /** What is wrong with the keys that are not tried; empty when all are. */
  public String obstacles() {
    return String.join("; ", obstacles);
  }

  /** One login with these keys. */
  public Attempt attempt() {
    return new Attempt(keys);
  }

  private static Optional<LoginKey> loginKey(KeyFile file) {
    return file.signer()
        .flatMap(
            signer -> file.blob().map(blob -> new LoginKey(file.path().toString(), blob, signer)));
  }

  private static List<LoginKey> certified(
      Credentials credentials, List<KeyFile> files, List<LoginKey> signers) {
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
}
