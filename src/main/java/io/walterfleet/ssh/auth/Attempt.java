package io.walterfleet.ssh.auth;

import static java.util.stream.Collectors.joining;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import java.util.List;
import java.util.Vector;

/**
 * The keys of one login, and which of them were tried: the library locks the list while it logs in,
 * so each login has one of its own.
 */
public final class Attempt implements IdentityRepository {
  private final List<Tried> keys;

  Attempt(List<LoginKey> keys) {
    this.keys = keys.stream().map(Tried::new).toList();
  }

  /** The keys that the server was asked about, by name; empty when it was asked about none. */
  public String tried() {
    return names(true);
  }

  /** The keys that the server was not asked about, by name. */
  public String left() {
    return names(false);
  }

  private String names(boolean tried) {
    return keys.stream()
        .filter(key -> key.tried == tried)
        .map(Tried::getName)
        .collect(joining(", "));
  }

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

  /** A key; the library takes its public part only to send it. */
  private static final class Tried implements Identity {
    private final LoginKey key;
    private volatile boolean tried;

    Tried(LoginKey key) {
      this.key = key;
    }

    @Override
    public byte[] getPublicKeyBlob() {
      tried = true;
      return key.getPublicKeyBlob();
    }

    @Override
    public String getName() {
      return key.getName();
    }

    @Override
    public String getAlgName() {
      return key.getAlgName();
    }

    @Override
    public byte[] getSignature(byte[] data) {
      return key.getSignature(data);
    }

    @Override
    public byte[] getSignature(byte[] data, String algorithm) {
      return key.getSignature(data, algorithm);
    }

    @Override
    public boolean setPassphrase(byte[] passphrase) {
      return key.setPassphrase(passphrase);
    }

    @Override
    public boolean isEncrypted() {
      return key.isEncrypted();
    }

    @Override
    public void clear() {
      key.clear();
    }
  }
}
