package io.walterfleet.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate, as an {@code internal-tls} Walter has. */
public final class Tls {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static Optional<SSLContext> made = Optional.empty();

  private Tls() {}

  /** A server's side of TLS with a certificate that nobody trusts; the same for all who ask. */
  public static synchronized SSLContext selfSigned() throws IOException, InterruptedException {
    if (made.isEmpty()) {
      made = Optional.of(make());
    }
    return made.get();
  }

  private static SSLContext make() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("walter-fleet-tls-");
    Path file = directory.resolve("store.p12");
    try {
      generate(file);
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException failure) {
      throw new IOException(failure);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  private static void generate(Path file) throws IOException, InterruptedException {
    LocalCommand.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "walter",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-validity",
            "2",
            "-dname",
            "CN=walter",
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            file.toString())
        .run();
  }
}
