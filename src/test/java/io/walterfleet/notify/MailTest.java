package io.walterfleet.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.notify.MailServer.Login;
import io.walterfleet.notify.WebhookSender.Patience;
import io.walterfleet.testbed.Certificate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.helper.BasicMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** Mail over a real SMTP server with STARTTLS, and servers that refuse, hang and lie. */
@Tag("unit")
@Timeout(60)
class MailTest {
  private static final String PASSWORD = "canary-password";
  private static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(20));
  private static final MailMessage LETTER =
      new MailMessage(
          "fleet@example.com",
          List.of("ops@example.com", "night@example.com"),
          "walter-fleet emea: grüß",
          "walter-fleet emea: grüß\r\n  store-1: failed: nö\r\n",
          Instant.parse("2026-11-23T10:05:12Z"));

  @TempDir static Path folder;
  private static Certificate certificate;
  private static Certificate another;
  private static Optional<SSLSocketFactory> trusted = Optional.empty();
  private final List<String> arrived = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void certificates() throws Exception {
    certificate = Certificate.of(folder, "ip:127.0.0.1", "-1H");
    trusted = Optional.of(certificate.trust().getSocketFactory());
    another = Certificate.of(folder, "dns:elsewhere.example.com", "-1H");
  }

  @Test
  void aMailArrivesOverStarttlsWithALogin() throws Exception {
    SMTPServer server = secure(this::take);
    try {
      assertThat(tell(server.getPortAllocated(), PASSWORD))
          .isEqualTo(new Answer(true, true, "it answered 250"));
    } finally {
      server.stop();
    }
    assertThat(arrived).hasSize(1);
    assertThat(arrived.get(0))
        .contains(
            "From: fleet@example.com\r\n",
            "To: ops@example.com, night@example.com\r\n",
            "Subject: =?UTF-8?Q?walter-fleet_emea:_gr=C3=BC=C3=9F?=\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "\r\n\r\nwalter-fleet emea: gr=C3=BC=C3=9F\r\n  store-1: failed: n=C3=B6\r\n")
        .doesNotContain(PASSWORD);
  }

  @Test
  void nothingIsSaidWithoutStarttlsOffThisComputer() throws Exception {
    SMTPServer server =
        SMTPServer.port(0).bindAddress(loopback()).messageHandler(this::take).build();
    server.start();
    try {
      assertThat(tell(server.getPortAllocated(), PASSWORD))
          .isEqualTo(
              new Answer(false, true, "it offers no STARTTLS, without which nothing is said"));
      assertThat(arrived).isEmpty();
      MailServer near =
          new MailServer(
              "127.0.0.1", server.getPortAllocated(), Optional.empty(), PATIENCE, Optional.empty());
      assertThat(near.take(LETTER).isTaken()).isTrue();
      assertThat(arrived).hasSize(1);
    } finally {
      server.stop();
    }
  }

  @Test
  void aCertificateIsChecked() throws Exception {
    SMTPServer server = secure(this::take);
    try {
      MailServer distrusted =
          new MailServer(
              "127.0.0.1",
              server.getPortAllocated(),
              Optional.of(new Login("fleet", PASSWORD)),
              PATIENCE,
              Optional.of(another.trust().getSocketFactory()));
      assertThat(distrusted.take(LETTER))
          .isEqualTo(
              new Answer(
                  false,
                  true,
                  "its TLS certificate is from an authority that Java does not trust here"));
      assertThat(arrived).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void aRefusalIsItsNumberAloneAndOneThatPassesIsTriedAgain() throws Exception {
    SMTPServer server =
        secure(
            (context, from, to, data) -> {
              throw new RejectException(from.startsWith("later") ? 451 : 554, "canary words");
            });
    try {
      int port = server.getPortAllocated();
      assertThat(tell(port, PASSWORD)).isEqualTo(new Answer(false, true, "it answered 554"));
      MailMessage later =
          new MailMessage("later@example.com", LETTER.to(), "subject", "text", LETTER.at());
      assertThat(server(port, PASSWORD).take(later))
          .isEqualTo(new Answer(false, false, "it answered 451"));
      assertThat(tell(port, "wrong")).isEqualTo(new Answer(false, true, "it refused the login"));
    } finally {
      server.stop();
    }
  }

  @Test
  void aServerThatIsAwayOrHangsIsTriedAgain() throws Exception {
    assertThat(tell(1, PASSWORD)).isEqualTo(new Answer(false, false, "the connection was refused"));
    Patience hasty =
        new Patience(
            Duration.ofSeconds(5), Duration.ofMillis(300), 1, Duration.ZERO, Duration.ofSeconds(5));
    try (ServerSocket mute = new ServerSocket(0, 5, loopback())) {
      MailServer server =
          new MailServer(
              "127.0.0.1", mute.getLocalPort(), Optional.empty(), hasty, Optional.empty());
      Answer answer = server.take(LETTER);
      assertThat(answer.isTaken() || answer.isFinal()).isFalse();
      assertThat(answer.said()).startsWith("there was no answer ");
    }
  }

  @Test
  void aLoginIsNotShown() {
    MailServer server = server(587, PASSWORD);
    assertThat(server.toString() + new Mail(server, LETTER)).doesNotContain(PASSWORD);
    assertThat(new Mail(server, LETTER).receiver()).isEqualTo("the mail server 127.0.0.1");
  }

  private Answer tell(int port, String password) throws InterruptedException {
    return server(port, password).take(LETTER);
  }

  private static MailServer server(int port, String password) {
    return new MailServer(
        "127.0.0.1", port, Optional.of(new Login("fleet", password)), PATIENCE, trusted);
  }

  private SMTPServer secure(BasicMessageListener listener) throws Exception {
    SMTPServer server =
        SMTPServer.port(0)
            .bindAddress(loopback())
            .startTlsSocketFactory(certificate.identity())
            .requireTLS()
            .requireAuth()
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (user, password, context) -> {
                      if (!user.equals("fleet") || !password.equals(PASSWORD)) {
                        throw new LoginFailedException();
                      }
                    }))
            .messageHandler(listener)
            .build();
    server.start();
    return server;
  }

  private void take(MessageContext context, String from, String to, byte[] data) {
    arrived.add(new String(data, StandardCharsets.UTF_8));
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
