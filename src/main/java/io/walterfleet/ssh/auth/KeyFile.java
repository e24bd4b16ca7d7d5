package io.walterfleet.ssh.auth;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.walterfleet.ssh.protocol.Failures;
import io.walterfleet.ssh.protocol.KeyForm;
import io.walterfleet.ssh.protocol.NamedFile;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A private key file, as far as it could be read.
 *
 * @param blob its public key; absent when neither the file nor the one beside it shows it
 * @param signer what signs with it; absent when it cannot be used from the file
 * @param obstacle why it cannot be used from the file; empty when it can
 */
public record KeyFile(
    Path path, Optional<PublicKeyBlob> blob, Optional<KeySigner> signer, String obstacle) {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  /** Reads a private key. Never fails: what is wrong with it is its {@code obstacle}. */
  static KeyFile read(Path path, RsaUse rsaUse) {
    Optional<PublicKeyBlob> beside = publicKey(path.resolveSibling(path.getFileName() + ".pub"));
    if (!exists(path)) {
      return unusable(path, beside, "only its public part is there (fix: ssh-add the private key)");
    }
    Optional<PublicKeyBlob> itself = publicKey(path);
    if (itself.isPresent()) {
      return unusable(
          path, itself, "it is a public key, and no agent has it (fix: ssh-add the private key)");
    }
    if (beside.filter(blob -> blob.type().startsWith("sk-")).isPresent()) {
      return unusable(path, beside, "its key is in a security key (fix: ssh-add '" + path + "')");
    }
    try {
      // the library takes a second file as the truth about the public key, so it gets none
      KeyPair pair = KeyPair.load(new JSch(), NamedFile.bytes(path), null);
      // of a key alone: an inventory may name any file, and its mode is not to be changed for that
      if (isReadableByOthers(path)) {
        return unusable(
            path, beside, "its mode lets others read it (fix: chmod 600 '" + path + "')");
      }
      Optional<PublicKeyBlob> blob =
          Optional.ofNullable(pair.getPublicKeyBlob()).map(PublicKeyBlob::of).or(() -> beside);
      return pair.isEncrypted()
          ? unusable(path, blob, "it has a passphrase (fix: ssh-add '" + path + "')")
          : new KeyFile(path, blob, Optional.of(signer(pair, () -> rsaUse.count(path))), "");
    } catch (IOException e) {
      return unusable(path, beside, "it cannot be read" + Failures.reason(e));
    } catch (JSchException | GeneralSecurityException | RuntimeException e) {
      // the library answers some malformed files with whatever its parser runs into
      return unusable(path, beside, "it is no private key that we can read");
    }
  }

  /** The public key or certificate in a file of one line; nothing if there is none. */
  static Optional<PublicKeyBlob> publicKey(Path path) {
    try {
      if (!Files.isReadable(path)) {
        return Optional.empty();
      }
      List<String> words =
          List.of(NamedFile.text(path, StandardCharsets.ISO_8859_1).strip().split("\\s+", -1));
      return words.size() < 2 ? Optional.empty() : KeyForm.read(words.get(0), words.get(1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static KeyFile unusable(Path path, Optional<PublicKeyBlob> blob, String obstacle) {
    return new KeyFile(path, blob, Optional.empty(), obstacle);
  }

  private static KeySigner signer(KeyPair pair, Runnable whenRsa)
      throws JSchException, GeneralSecurityException {
    if (pair.getKeyType() == KeyPair.RSA) {
      return RsaSigner.of(pair, whenRsa);
    }
    return (data, algorithm) ->
        Optional.ofNullable(pair.getSignature(data, algorithm)).orElse(new byte[0]);
  }

  /** As ssh does: a key of ours that others can read is none. */
  private static boolean isReadableByOthers(Path path) throws IOException {
    if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
      return false;
    }
    Set<PosixFilePermission> mode = EnumSet.copyOf(OTHERS);
    mode.retainAll(Files.getPosixFilePermissions(path));
    boolean ours =
        Files.getAttribute(path, "unix:uid").equals(Files.getAttribute(selfPath(), "unix:uid"));
    return ours && !mode.isEmpty();
  }

  private static Path selfPath() {
    return Path.of("/proc/self");
  }

  /** Whether the private key, or its public part beside it, is there. */
  public static boolean isNamed(Path path) {
    return exists(path) || exists(path.resolveSibling(path.getFileName() + ".pub"));
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
