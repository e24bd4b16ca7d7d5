package io.walterfleet.ssh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fuzz.Fuzz;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.ssh.auth.Credentials;
import io.walterfleet.ssh.auth.RsaUse;
import io.walterfleet.ssh.channel.Transport;
import io.walterfleet.ssh.channel.TransportOptions;
import io.walterfleet.ssh.channel.Watchdog;
import io.walterfleet.ssh.config.Destination;
import io.walterfleet.ssh.hostkey.HostKeyPolicy;
import io.walterfleet.ssh.protocol.Endpoint;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes of a server that has not shown who it is. */
@Tag("unit")
@Timeout(4000)
class SshFuzzTest {
  private static final Endpoint HERE = new Endpoint("store-1.example.com", 2222, "ops");

  /** Of the certificates in the corpus. */
  private static final String AUTHORITY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBgSt2jNjZIPk63+pGDviU9YFdxn6DzZTlg7gYU75hM9";

  @TempDir Path folder;
  private Path known;

  @BeforeEach
  void start() {
    known = folder.resolve("known_hosts");
  }

  @Test
  @Tag("tools")
  void anyServerIsRefusedInWords() throws Exception {
    Path key = folder.resolve("key");
    Tool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
    Files.writeString(known, "@cert-authority *.example.com " + AUTHORITY + "\n");
    Credentials keys =
        new Credentials(List.of(key), List.of(), Optional.empty(), true, Credentials.Limits.USUAL);
    Destination to =
        new Destination(
            HERE, keys, hostKeyPolicy(), TransportOptions.PLAIN, Duration.ofSeconds(20));
    Handshake handshake =
        new Handshake(new Watchdog(), new RsaUse(notice -> {}), InstantSource.system());
    Fuzz.target(
        "ssh", 4_000, input -> said(() -> handshake.over(transport(input), to, LONG).close()));
  }

  private static final Duration LONG = Duration.ofSeconds(20);

  private HostKeyPolicy hostKeyPolicy() {
    return new HostKeyPolicy(
        HostKeys.Policy.STRICT,
        Optional.empty(),
        Optional.empty(),
        new HostKeyPolicy.Files(List.of(known), List.of(), Optional.empty(), true),
        HostKeyPolicy.Strength.USUAL);
  }

  private interface Act {
    void act() throws Exception;
  }

  private List<String> said(Act act) throws Exception {
    try {
      act.act();
      return List.of("well");
    } catch (RefusedEarlyException away) {
      return List.of(away.failure().reason(), away.failure().fix());
    } catch (RemoteException refused) {
      return List.of(refused.reason().replace(folder.toString(), "HERE"), refused.fix());
    }
  }

  private static Transport transport(byte[] input) {
    return new Transport(
        new ByteArrayInputStream(framed(input)), OutputStream.nullOutputStream(), () -> {});
  }

  /**
   * The bytes of the wire: the first line as it is, the rest as it is behind a tab, or else each
   * further line, in which two hexadecimal digits are a byte, as a packet of the right length.
   */
  private static byte[] framed(byte[] input) {
    String text = new String(input, ISO_8859_1);
    int end = text.indexOf('\n') + 1;
    if (end == 0 || text.startsWith("\t", end)) {
      return input;
    }
    StringBuilder wire = new StringBuilder(text.substring(0, end).replace("\n", "\r\n"));
    text.substring(end).lines().map(SshFuzzTest::packet).forEach(wire::append);
    return wire.toString().getBytes(ISO_8859_1);
  }

  /** RFC 4253, 6, before keys were exchanged. */
  private static String packet(String hex) {
    String digits = hex.replaceAll("[^0-9a-fA-F]", "");
    byte[] payload = new byte[digits.length() / 2];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
    }
    int padding = 8 - (5 + payload.length) % 8 + 8;
    ByteBuffer packet = ByteBuffer.allocate(5 + payload.length + padding);
    packet.putInt(1 + payload.length + padding).put((byte) padding).put(payload);
    return new String(packet.array(), ISO_8859_1);
  }
}
