package io.walterfleet.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.notify.MailServer.Login;
import io.walterfleet.notify.WebhookSender.Patience;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is told to real receivers: Debian's Exim, over STARTTLS with a login, and Alertmanager. */
@Tag("container")
@Timeout(120)
class DebianReceiversIT {
  private static final int SMTP = 25;
  private static final int ALERTS = 9093;
  private static final GenericContainer<?> RECEIVERS =
      new GenericContainer<>(DockerImageName.parse("walter-fleet-test/receivers:latest"))
          .withImagePullPolicy(name -> false)
          .withExposedPorts(SMTP, ALERTS);

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    RECEIVERS.start();
  }

  @AfterAll
  static void stop() {
    RECEIVERS.stop();
  }

  @Test
  void eximTakesAMailOverStarttlsFromWhoLogsIn() throws Exception {
    MailMessage letter = letter("night@example.com", "store-1: failed: nö");
    assertThat(exim("canary-password", trusted()).take(letter))
        .isEqualTo(new Answer(true, true, "it answered 250"));
    String mail = inbox("store-1: failed: n=C3=B6");
    assertThat(mail)
        .containsPattern("Received: from .*\\n\\s+by mail.example.com with esmtpsa +\\(TLS1.3\\)")
        .contains("Subject: =?UTF-8?Q?walter-fleet_emea:_gr=C3=BC=C3=9F?=")
        .contains("To: ops@example.com, night@example.com")
        .contains("From: fleet@example.com")
        .doesNotContain("canary");
    assertThat(exim("canary-wrong", trusted()).take(letter))
        .isEqualTo(new Answer(false, true, "it refused the login"));
    assertThat(exim("canary-password", trusted()).take(letter("x@elsewhere.example.org", "lost")))
        .isEqualTo(new Answer(false, true, "it answered 550"));
    SSLSocketFactory usual = (SSLSocketFactory) SSLSocketFactory.getDefault();
    assertThat(exim("canary-password", Optional.of(usual)).take(letter))
        .isEqualTo(
            new Answer(
                false,
                true,
                "its TLS certificate is from an authority that Java does not trust here"));
    assertThat(RECEIVERS.getLogs()).doesNotContain("canary");
  }

  @Test
  void aTestFromTheCommandLineArrivesByMail() throws Exception {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.3");
    Files.writeString(folder.resolve("password"), "canary-password\n");
    String inventory =
        site.inventory(
            List.of("store-1"),
            """
            notify:
              - {mail: {to: [ops@example.com], from: fleet@example.com, server: "127.0.0.1:%d", user: fleet, passwordFile: password}}
            """
                .formatted(RECEIVERS.getMappedPort(SMTP)));
    assertThat(site.run("notify", "test", "-i", inventory))
        .isEqualTo(new Ran(0, "the mail server 127.0.0.1: it answered 250\n1 of 1 told\n", ""));
    assertThat(inbox("walter-fleet test: this is a test; nothing is wrong")).contains("esmtpsa");
  }

  @Test
  void alertmanagerHasWhatIsRaisedUntilAnotherRunResolvesIt() throws Exception {
    TestSite site =
        new TestSite(folder)
            .at(Instant.now())
            .installed("store-1", "1.8.2")
            .installed("store-2", "1.8.2");
    String inventory =
        site.inventory(
            List.of("store-1", "store-2"),
            """
            notify: [{webhook: "http://127.0.0.1:%d/api/v2/alerts", as: alertmanager}]
            """
                .formatted(RECEIVERS.getMappedPort(ALERTS)));
    site.fail("store-1", "pull", "denied \"<b>\" é\u001b {{ .Labels }}\n");
    Ran failed = site.run("apply", "--yes", "-q", "-i", inventory);
    assertThat(failed.exitCode()).isNotZero();
    assertThat(failed.err()).isEmpty();
    List<JsonNode> raised = alerts();
    assertThat(raised).hasSize(1);
    JsonNode labels = raised.get(0).path("labels");
    assertThat(labels.path("alertname").asString()).isEqualTo("WalterFleetRunFailed");
    assertThat(labels.path("machine").asString()).isEqualTo("store-1");
    assertThat(raised.get(0).at("/annotations/description").asString()).contains("denied");
    // told again, it is still one
    assertThat(site.run("apply", "--yes", "-q", "-i", inventory).err()).isEmpty();
    assertThat(alerts()).hasSize(1);
    site.settle();
    site.at(Instant.now());
    assertThat(site.run("drift", "-q", "-i", inventory).err()).isEmpty();
    assertThat(alerts()).isEmpty();
  }

  private static List<JsonNode> alerts() throws IOException, InterruptedException {
    URI active =
        URI.create(
            "http://127.0.0.1:" + RECEIVERS.getMappedPort(ALERTS) + "/api/v2/alerts?active=true");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(active).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body()).valueStream().toList();
  }

  /** The mails, once these words are in one. */
  private static String inbox(String words) throws InterruptedException, IOException {
    String mails = "";
    for (int i = 0; i < 100 && !mails.contains(words); i++) {
      Thread.sleep(100);
      mails = RECEIVERS.execInContainer("sh", "-c", "cat /inbox/mail 2>&1").getStdout();
    }
    assertThat(mails).contains(words);
    return mails;
  }

  private static MailMessage letter(String to, String text) {
    return new MailMessage(
        "fleet@example.com",
        List.of("ops@example.com", to),
        "walter-fleet emea: grüß",
        text + "\r\n",
        Instant.parse("2026-11-23T10:05:12Z"));
  }

  private static MailServer exim(String password, Optional<SSLSocketFactory> trust) {
    return new MailServer(
        "127.0.0.1",
        RECEIVERS.getMappedPort(SMTP),
        Optional.of(new Login("fleet", password)),
        Patience.DEFAULT,
        trust);
  }

  private static Optional<SSLSocketFactory> trusted() throws IOException, GeneralSecurityException {
    String pem =
        RECEIVERS.copyFileFromContainer(
            "/tls/mail.crt",
            (InputStream file) -> new String(file.readAllBytes(), StandardCharsets.US_ASCII));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "mail",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return Optional.of(context.getSocketFactory());
  }
}
