package io.walterfleet.ssh.hostkey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A server that nobody has authenticated says how long each field is: the library would make room
 * for so many bytes, up to 2 GB, before it looks.
 */
@Tag("unit")
class KeyReplyTest {
  private static final int REPLY = 31;
  private static final byte[] KEY = join(string("ssh-ed25519"), string(new byte[32]));
  private static final byte[] SIGNATURE = join(string("ssh-ed25519"), string(new byte[64]));

  @Test
  void aWholeReplyIsTakenAndItsKeyIsTold() throws Exception {
    Overheard overheard = heard(packet(REPLY, reply(KEY, SIGNATURE)));
    assertThat(overheard.hostKey()).contains(PublicKeyBlob.of(KEY));
    assertThat(heard(packet(33, reply(KEY, SIGNATURE))).hostKey()).isPresent();
  }

  @Test
  void aLengthThatIsALieIsRefusedWhereverItStands() {
    byte[] longSignature = join(string("ssh-ed25519"), number(0x22222222), new byte[64]);
    byte[] longKey = join(string("ssh-ed25519"), number(0x7fffffff), new byte[32]);
    byte[] negative = join(string("ssh-ed25519"), number(-1), new byte[32]);
    assertRefused(reply(KEY, longSignature));
    assertRefused(reply(longKey, SIGNATURE));
    assertRefused(reply(negative, SIGNATURE));
    assertRefused(join(string(KEY), string(new byte[32]), number(1 << 30), SIGNATURE));
    assertRefused(reply(join(KEY, number(5)), SIGNATURE));
  }

  @Test
  void oneWithinACertificateIsToo() throws Exception {
    byte[] signed = string(SIGNATURE);
    byte[] authority = string(KEY);
    byte[] whole = certificate(authority, signed);
    assertThat(heard(packet(REPLY, reply(whole, SIGNATURE))).hostKey()).isPresent();
    byte[] liar = string(join(string("ssh-ed25519"), number(1 << 30), new byte[64]));
    assertRefused(reply(certificate(authority, liar), SIGNATURE));
    assertRefused(reply(certificate(liar, signed), SIGNATURE));
    assertRefused(reply(Arrays.copyOf(whole, whole.length - 1), SIGNATURE));
  }

  @Test
  void theNumbersOfAGroupAreNoKey() throws Exception {
    byte[] group = join(string(new byte[257]), string(new byte[] {2}));
    Overheard overheard = heard(packet(REPLY, group));
    assertThat(overheard.hostKey()).isEmpty();
    assertThatThrownBy(() -> note(overheard, packet(33, reply(KEY, join(string("x"), number(9))))))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void whatComesAfterTheReplyIsNotLookedAt() throws Exception {
    Overheard overheard = heard(packet(REPLY, reply(KEY, SIGNATURE)));
    note(overheard, packet(REPLY, reply(KEY, number(9))));
    note(overheard, new byte[100_000]);
    assertThat(overheard.hostKey()).contains(PublicKeyBlob.of(KEY));
  }

  /** Else words that mean nothing would hide the lie behind them. */
  @Test
  void aFloodBeforeItIsRefused() {
    byte[] ignored = packet(2, string(new byte[30_000]));
    assertThatThrownBy(() -> heard(join(ignored, ignored, ignored)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("it says more than 64 kB before its host key");
    assertThatThrownBy(() -> heard(new byte[70_000])).isInstanceOf(ProtocolException.class);
  }

  private static void assertRefused(byte[] reply) {
    assertThatThrownBy(() -> heard(packet(REPLY, reply)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("a field of its key exchange is longer than its message");
  }

  /** What came in pieces of seven bytes, behind the lines of a server's greeting. */
  private static Overheard heard(byte[] packet) throws ProtocolException {
    Overheard overheard = new Overheard();
    note(overheard, join("welcome\r\nSSH-2.0-x\r\n".getBytes(US_ASCII), packet));
    return overheard;
  }

  private static void note(Overheard overheard, byte[] bytes) throws ProtocolException {
    int piece = bytes.length > 10_000 ? 8192 : 7;
    for (int i = 0; i < bytes.length; i += piece) {
      overheard.note(bytes, i, Math.min(piece, bytes.length - i));
    }
  }

  private static byte[] reply(byte[] key, byte[] signature) {
    return join(string(key), string(new byte[32]), string(signature));
  }

  private static byte[] certificate(byte[] authority, byte[] signed) {
    return join(
        string("ssh-ed25519-cert-v01@openssh.com"),
        string(new byte[32]),
        string(new byte[32]),
        new byte[8],
        number(2),
        string("id"),
        string(string("host")),
        new byte[16],
        string(new byte[0]),
        string(new byte[0]),
        string(new byte[0]),
        authority,
        signed);
  }

  private static byte[] packet(int kind, byte[] payload) {
    byte[] body = join(new byte[] {4, (byte) kind}, payload, new byte[4]);
    return join(number(body.length), body);
  }

  private static byte[] string(String text) {
    return string(text.getBytes(US_ASCII));
  }

  private static byte[] string(byte[] bytes) {
    return join(number(bytes.length), bytes);
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(one -> one.length).sum());
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }
}
