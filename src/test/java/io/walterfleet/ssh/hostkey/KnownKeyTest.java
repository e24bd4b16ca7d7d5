package io.walterfleet.ssh.hostkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.ssh.Tool;
import io.walterfleet.ssh.hostkey.KnownKey.Marker;
import io.walterfleet.ssh.protocol.Algorithms;
import io.walterfleet.ssh.protocol.Failures;
import io.walterfleet.ssh.protocol.HostPattern;
import io.walterfleet.ssh.protocol.Offer;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How known hosts files are read, and which algorithms are asked for. */
@Tag("unit")
class KnownKeyTest {
  private static final String KEY =
      "AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF";
  private static final Path FILE = Path.of("/known");

  @TempDir Path folder;

  @Test
  void aLineHasNamesATypeAKeyAndMaybeAMarker() {
    assertThat(KnownKey.parse("@revoked a,B ssh-ed25519 " + KEY + " me@here", FILE, 3))
        .contains(
            new KnownKey(
                Marker.REVOKED,
                new HostNames.Patterns(List.of("a", "b")),
                new PublicKeyBlob(KEY),
                FILE,
                3));
  }

  /** Each is read by ssh-keygen as well, so that the rule is the one of OpenSSH. */
  @ParameterizedTest
  @CsvSource({
    "'@revoked h ssh-ed25519 KEY', true",
    "'\t@revoked  \t h\tssh-ed25519 KEY', true",
    "'@revoked\th\tssh-ed25519\tKEY', true",
    "'@cert-authority\th ssh-ed25519 KEY', false",
    "'@revoked\th ssh-ed25519\tKEY', false",
    "'@revoked @revoked h ssh-ed25519 KEY', false",
    "'@revoked', false",
    "'@ h ssh-ed25519 KEY', false",
    "'h #ssh-ed25519 KEY', false",
    "'h ssh-ed25519\tKEY # comment', true",
  })
  @Tag("tools")
  void aMarkerAndItsBlanksAreReadAsSshReadsThem(String line, boolean taken) throws Exception {
    String text = line.replace("KEY", KEY);
    Path file = Files.writeString(folder.resolve("known"), text + "\n");
    assertThat(KnownKey.parse(text, file, 1).isPresent()).isEqualTo(taken);
    String find = "ssh-keygen -l -F h -f '" + file + "' || true";
    assertThat(Tool.run("sh", "-c", find).contains("SHA256:")).isEqualTo(taken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# host ssh-ed25519 AAAA",
        "host",
        "host ssh-ed25519",
        "host ssh-ed25519 not*base64",
        "host ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF",
        "host ssh-ed25519 AAAA",
        "@other host ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl",
        "|1|a|b|c ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF",
        "|2|a|b ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINYrL6rBMZ2lq5NHmJb4CSQZKs0qtLQGrNGxTDWl4QHF"
      })
  void aLineThatIsNoneIsSkipped(String line) {
    assertThat(KnownKey.parse(line, FILE, 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "edge-01,edge-01,true",
    "edge-01,edge-010,false",
    "edge-*,edge-,true",
    "*.example.com,a.b.example.com,true",
    "*.example.com,example.com,false",
    "10.0.?.1,10.0.7.1,true",
    "10.0.?.1,10.0.77.1,false",
    "*a*b*,xxaxxbxx,true",
    "*a*b*,xxbxxaxx,false",
    "[*]:2222,[edge-01]:2222,true",
    "[*]:2222,edge-01,false",
    "*,anything,true"
  })
  void aPatternFitsAsInSsh(String pattern, String host, boolean fits) {
    assertThat(HostPattern.matches(pattern, host)).isEqualTo(fits);
  }

  @Test
  void anExceptionWinsWhereverItStands() {
    assertThat(HostPattern.anyMatches(List.of("*.example.com", "!db.*"), "db.example.com"))
        .isFalse();
    assertThat(HostPattern.anyMatches(List.of("!db.*", "*.example.com"), "web.example.com"))
        .isTrue();
    assertThat(HostPattern.anyMatches(List.of("!db.*"), "web.example.com")).isFalse();
  }

  @Test
  void linesAreFoundByNamePatternAndHash() {
    String hashed = HostNames.hashed("edge-02", new byte[20]);
    String text =
        "edge-01 ssh-ed25519 %s\n\nedge-* ssh-ed25519 %s\n%s ssh-ed25519 %s"
            .formatted(KEY, KEY, hashed, KEY);
    KnownHostsFile known = KnownHostsFile.of(text, FILE);
    assertThat(known.about("edge-01")).extracting(KnownKey::line).containsExactly(1, 3);
    assertThat(known.about("edge-02")).extracting(KnownKey::line).containsExactly(3, 4);
    assertThat(known.about("other")).isEmpty();
    assertThat(known.isHashed()).isTrue();
  }

  @Test
  @Tag("tools")
  void theFingerprintIsTheOneOfSshKeygen() throws Exception {
    Path file = Files.writeString(folder.resolve("key.pub"), "ssh-ed25519 " + KEY + "\n");
    assertThat(Tool.run("ssh-keygen", "-l", "-f", file.toString()))
        .contains(" " + new PublicKeyBlob(KEY).fingerprint() + " ");
  }

  @Test
  void theKnownTypeIsAskedForFirst() {
    assertThat(Algorithms.hostKeys(Offer.OURS, Set.of("ssh-rsa"), false))
        .isEqualTo(
            "rsa-sha2-512,rsa-sha2-256,ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,"
                + "ecdsa-sha2-nistp521");
    assertThat(Algorithms.hostKeys(Offer.OURS, Set.of(), true))
        .startsWith("ssh-ed25519-cert-v01@openssh.com,")
        .endsWith(
            ",ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,"
                + "rsa-sha2-512,rsa-sha2-256");
  }

  @Test
  void whatAFarEndSaysIsShortPlainAndNamesNoClass() {
    assertThat(Failures.tidy("java.net.SocketException: Connection\r\n\u001b[31mreset"))
        .isEqualTo("Connection \\u{1b}[31mreset");
    assertThat(Failures.tidy("x".repeat(500))).hasSize(201);
  }
}
