package io.walterfleet.http;

import io.walterfleet.fleet.Seconds;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What an exchange with a server broke on, in words for an operator.
 *
 * @param isFinal the same would happen again
 */
public record HttpFailure(String reason, String fix, boolean isFinal) {
  private static final String OTHERWISE =
      "or fetch the manifest and the bundle by other means and use the files";

  /** What the JDK's exception means; its own text is for programmers, and names classes. */
  public static HttpFailure of(IOException broken, Duration connect) {
    if (find(broken, SocketTimeoutException.class).isPresent()) {
      return passing("there was no connection within " + Seconds.of(connect));
    }
    if (find(broken, UnknownHostException.class).isPresent()) {
      return passing("the host name is not known");
    }
    if (find(broken, java.net.ConnectException.class).isPresent()) {
      return passing("the connection was refused");
    }
    Optional<CertificateException> certificate = find(broken, CertificateException.class);
    if (certificate.isPresent()) {
      return certificate(broken, certificate.get());
    }
    if (broken instanceof ProxyLoginException proxy) {
      return proxy.isRefused()
          ? new HttpFailure(
              "the proxy refused the login", "correct the login in HTTPS_PROXY or HTTP_PROXY", true)
          : new HttpFailure("the proxy wants a login", fix(407), true);
    }
    return passing(
        find(broken, SSLException.class).isPresent()
            ? "the TLS handshake failed"
            : "the connection broke");
  }

  /** What to do about a status that is no success. */
  public static String fix(int status) {
    return switch (status) {
      case 401, 403 -> "use an address that needs no login, " + OTHERWISE;
      case 404, 410 -> "check the address in the inventory ('releases: manifest') or the manifest";
      case 407 ->
          "put a login into HTTPS_PROXY or HTTP_PROXY (http://USER:PASSWORD@HOST:PORT), "
              + OTHERWISE;
      default -> "check the address, " + OTHERWISE;
    };
  }

  private static HttpFailure certificate(IOException broken, CertificateException certificate) {
    if (find(broken, CertificateExpiredException.class).isPresent()) {
      return new HttpFailure(
          "its TLS certificate has expired", "have it renewed, " + OTHERWISE, true);
    }
    if (find(broken, CertPathBuilderException.class).isPresent()) {
      return new HttpFailure(
          "its TLS certificate is from an authority that Java does not trust here",
          "add the authority (keytool -importcert -cacerts), " + OTHERWISE,
          true);
    }
    boolean named = String.valueOf(certificate.getMessage()).startsWith("No ");
    return new HttpFailure(
        named ? "its TLS certificate is for another host" : "its TLS certificate is not valid",
        "use the name that the certificate has, " + OTHERWISE,
        true);
  }

  private static HttpFailure passing(String reason) {
    return new HttpFailure(reason, "", false);
  }

  private static <T extends Throwable> Optional<T> find(Throwable broken, Class<T> kind) {
    return Stream.iterate(broken, one -> one != null, Throwable::getCause)
        .limit(20)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }
}
