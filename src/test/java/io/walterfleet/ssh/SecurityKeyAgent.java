package io.walterfleet.ssh;

import io.walterfleet.ssh.protocol.Fields;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An agent with one {@code sk-ssh-ed25519@openssh.com} key, whose security key is software that
 * somebody touches at once (OpenSSH's PROTOCOL.u2f). A real server verifies what it signs.
 */
public final class SecurityKeyAgent implements AutoCloseable {
  private static final String TYPE = "sk-ssh-ed25519@openssh.com";
  private static final String APPLICATION = "ssh:";
  private static final int ASKED_FOR_KEYS = 11;
  private static final int ASKED_TO_SIGN = 13;
  private static final byte TOUCHED = 1;

  private final KeyPair pair;
  private final ServerSocketChannel server;
  private final AtomicInteger touches = new AtomicInteger();

  private SecurityKeyAgent(KeyPair pair, ServerSocketChannel server) {
    this.pair = pair;
    this.server = server;
  }

  /** Starts one that listens there. */
  public static SecurityKeyAgent start(Path socket) throws Exception {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    SecurityKeyAgent agent =
        new SecurityKeyAgent(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), server);
    Thread thread = new Thread(agent::serve, "security key agent");
    thread.setDaemon(true);
    thread.start();
    return agent;
  }

  /** How often it was touched to sign. */
  public int touches() {
    return touches.get();
  }

  /** Its key as a line of authorized_keys. */
  public String line() {
    return key().type() + " " + key().base64() + "\n";
  }

  PublicKeyBlob key() {
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return PublicKeyBlob.of(fields(text(TYPE), point, text(APPLICATION)));
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        answer(client);
      } catch (IOException | GeneralSecurityException e) {
        // the client is gone, or the test is over
      }
    }
  }

  private void answer(SocketChannel client) throws IOException, GeneralSecurityException {
    java.io.DataInputStream in = new java.io.DataInputStream(Channels.newInputStream(client));
    while (true) {
      byte[] question = new byte[in.readInt()];
      in.readFully(question);
      byte[] body = Arrays.copyOfRange(question, 1, question.length);
      byte[] reply =
          switch (question[0]) {
            case ASKED_FOR_KEYS ->
                join(new byte[] {12, 0, 0, 0, 1}, fields(key().bytes(), text("sk")));
            case ASKED_TO_SIGN -> join(new byte[] {14}, fields(signature(body)));
            default -> new byte[] {5};
          };
      client.write(ByteBuffer.wrap(fields(reply)));
    }
  }

  private byte[] signature(byte[] question) throws GeneralSecurityException {
    Fields asked = new Fields(question);
    asked.next(); // the key: there is one
    byte[] counted = ByteBuffer.allocate(5).put(TOUCHED).putInt(touches.incrementAndGet()).array();
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(join(join(hash(text(APPLICATION)), counted), hash(asked.next())));
    return join(fields(text(TYPE), signature.sign()), counted);
  }

  private static byte[] hash(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] fields(byte[]... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      out.writeBytes(ByteBuffer.allocate(4).putInt(field.length).array());
      out.writeBytes(field);
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
