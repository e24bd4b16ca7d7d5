package io.walterfleet.ssh.config;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes ssh configs of all that is done or refused, in the forms in which people write them. */
final class RandomConfig {
  static final List<String> ADDRESSES =
      List.of("edge-01", "edge-02", "EDGE-01", "db.example.com", "10.0.0.7", "web", "fe80::1");
  private static final List<String> HOSTS =
      List.of(
          "*", "edge-*", "edge-0?", "!edge-02", "*.example.com", "10.0.*", "web", "db", "Edge-01");
  private static final List<String> LINES =
      List.of(
          "HostName %h.example.com",
          "HostName 10.9.8.7",
          "HostName Other",
          "User ops",
          "User 'two words'",
          "Port 2222",
          "Port 22",
          "IdentityFile ~/keys/%r@%h",
          "IdentityFile /keys/%n-%p-%u",
          "IdentityFile \"/keys/with blank\"",
          "IdentityFile %d/k%%",
          "IdentityFile none",
          "IdentityFile2 /keys/older",
          "IdentitiesOnly yes",
          "IdentitiesOnly no",
          "IdentityAgent none",
          "IdentityAgent SSH_AUTH_SOCK",
          "IdentityAgent /run/%u/agent",
          "CertificateFile ~/c-cert.pub",
          "CertificateFile '/c d/%h-cert.pub'",
          "UserKnownHostsFile /k/one /k/two",
          "UserKnownHostsFile \"/k/a b\"",
          "UserKnownHostsFile /k/%h",
          "UserKnownHostsFile ~/kh",
          "UserKnownHostsFile none",
          "GlobalKnownHostsFile /g/one",
          "GlobalKnownHostsFile \"/g/a b\" /g/c",
          "GlobalKnownHostsFile none",
          "HostKeyAlias Alias",
          "HostKeyAlias a.b",
          "RevokedHostKeys /r/keys",
          "RevokedHostKeys none",
          "ProxyJump gate@bastion:2200",
          "ProxyJump a,b",
          "ProxyJump none",
          "ProxyCommand nc %h %p",
          "ProxyCommand none",
          "AddressFamily inet",
          "AddressFamily inet6",
          "BindAddress 127.0.0.1",
          "Ciphers aes256-ctr,3des-cbc",
          "Ciphers -aes*",
          "Ciphers ^aes256-ctr",
          "KexAlgorithms curve25519-sha256",
          "KexAlgorithms +diffie-hellman-group14-sha1",
          "MACs hmac-sha1,umac-64@openssh.com",
          "HostKeyAlgorithms +ssh-rsa",
          "HostKeyAlgorithms ecdsa-*,ssh-ed25519",
          "PubkeyAcceptedAlgorithms -ssh-rsa*",
          "PubkeyAcceptedKeyTypes ssh-ed25519",
          "CASignatureAlgorithms rsa-sha2-512,ssh-ed25519",
          "RequiredRSASize 3072",
          "PKCS11Provider /t.so",
          "CheckHostIP yes",
          "CheckHostIP no",
          "PubkeyAuthentication no",
          "PubkeyAuthentication yes",
          "PreferredAuthentications password",
          "PreferredAuthentications publickey",
          "BindInterface lo",
          "KnownHostsCommand none",
          "SendEnv LANG",
          "ControlMaster auto",
          "StrictHostKeyChecking no",
          "Compression yes",
          "IgnoreUnknown Strange\nStrange thing");
  private static final List<String> MATCHES =
      List.of(
          "Match host edge-*",
          "Match originalhost web,db.*",
          "Match user ops",
          "Match !host edge-01 user *",
          "Match all",
          "Match exec true",
          "Match exec \"test %n = web\"",
          "Match final host *.example.com");

  private final Random random;

  RandomConfig(long seed) {
    this.random = new Random(seed);
  }

  /** One of the addresses. */
  String address() {
    return pick(ADDRESSES);
  }

  /** Some lines. */
  String lines(int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(line());
    }
    return text.toString();
  }

  /** Mostly true where it is asked for a small one in so many. */
  boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  private String line() {
    int kind = random.nextInt(16);
    if (kind < 2) {
      return (once(2) ? "Host " : "host=")
          + pick(HOSTS)
          + (once(2) ? " " + pick(HOSTS) : "")
          + "\n";
    }
    if (kind == 2) {
      return once(2) ? pick(MATCHES) + "\n" : once(2) ? "\n" : "  # User comment\n";
    }
    String line = pick(LINES);
    String indent = once(3) ? "" : once(2) ? "\t" : "    ";
    return indent + spelt(line) + (once(12) ? "  " : "") + (once(20) ? "\r" : "") + "\n";
  }

  /** A keyword in any case, with a blank, a tab or an equals sign behind it. */
  private String spelt(String line) {
    int blank = line.indexOf(' ');
    String keyword = line.substring(0, blank);
    String between = once(4) ? "=" : once(4) ? " = " : once(4) ? "\t" : " ";
    return (once(6) ? keyword.toUpperCase(Locale.ROOT) : keyword)
        + between
        + line.substring(blank + 1);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
