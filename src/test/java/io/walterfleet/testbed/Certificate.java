package io.walterfleet.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A key with a certificate for a test's server, made by the JDK's keytool. */
public final class Certificate {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final KeyStore keys;

  private Certificate(KeyStore keys) {
    this.keys = keys;
  }

  /**
   * A certificate for the names, from an authority of its own.
   *
   * @param directory where the key store is written
   * @param names as keytool writes them, such as {@code dns:walter.test,ip:127.0.0.1}
   * @param start when it begins, such as {@code -1H}; it is valid for one day from then
   */
  public static Certificate of(Path directory, String names, String start)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path own = Files.createTempDirectory(directory, "keys");
    Path store = own.resolve("keys.p12");
    keytool(store, "-alias ca -ext bc=ca:true -dname CN=" + own.getFileName());
    keytool(
        store,
        "-alias test -dname CN=test -signer ca -validity 1 -startdate "
            + start
            + " -ext san="
            + names);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return new Certificate(keys);
  }

  /** For the server that shows it. */
  public SSLContext identity() throws IOException, GeneralSecurityException {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, PASSWORD);
    own.setKeyEntry(
        "test", keys.getKey("test", PASSWORD), PASSWORD, keys.getCertificateChain("test"));
    factory.init(own, PASSWORD);
    return context(factory.getKeyManagers(), new TrustManager[0]);
  }

  /** For a client that trusts it and nothing else. */
  public SSLContext trust() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    return context(new KeyManager[0], factory.getTrustManagers());
  }

  private static void keytool(Path store, String words) throws IOException, InterruptedException {
    String options = "-J-XX:TieredStopAtLevel=1 -genkeypair -keyalg EC -groupname secp256r1 ";
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of((options + words).split(" ")));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", new String(PASSWORD)));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool failed: " + command);
    }
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, new SecureRandom());
    return context;
  }
}
