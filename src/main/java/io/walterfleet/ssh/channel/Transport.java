package io.walterfleet.ssh.channel;

import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.SocketFactory;
import io.walterfleet.ssh.hostkey.Overheard;
import io.walterfleet.ssh.protocol.Failures;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The bytes under one SSH session: a TCP connection, or a forward through a bastion.
 *
 * <p>The library is given both as a proxy that is already connected. So it sets no socket timeouts,
 * which would do nothing on a forward and, on a socket, may strike in the middle of a packet; all
 * deadlines are ours.
 */
public final class Transport implements Proxy {
  private static final int LONGEST_GREETING = 100;

  private final Heard heard;
  private final InputStream in;
  private final OutputStream out;
  private final Runnable cut;

  /**
   * A transport of these two streams.
   *
   * @param cut ends both at once, also under a thread that reads or writes; must not block
   */
  public Transport(InputStream in, OutputStream out, Runnable cut) {
    this.heard = new Heard(in);
    this.in = new BufferedInputStream(heard, 16 * 1024);
    this.out = out;
    this.cut = cut;
  }

  /** Ends it at once. */
  public void cut() {
    cut.run();
  }

  /** How long the far end has said nothing. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heard.last);
  }

  /** Whether the far end ever said anything. */
  public boolean wasHeard() {
    return heard.ever;
  }

  /** Whether it has come to its end, by the far end or by us. */
  public boolean hasEnded() {
    return heard.ended;
  }

  /** The host key or certificate that the far end showed, if it came as far as that. */
  public Optional<PublicKeyBlob> hostKey() {
    return heard.overheard.hostKey();
  }

  /** What the far end said first, if that was no greeting of an SSH server. */
  public Optional<String> greeting() {
    String text = heard.first.toString(StandardCharsets.ISO_8859_1);
    return text.isBlank() || text.startsWith("SSH-")
        ? Optional.empty()
        : Optional.of(Failures.quoted(text));
  }

  @Override
  public void connect(SocketFactory factory, String host, int port, int timeout) {
    // it was connected before the library saw it
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  @SuppressWarnings("NullAway") // the library asks for null where there is no socket to set up
  public Socket getSocket() {
    return null;
  }

  @Override
  public void close() {
    cut();
  }

  /** A stream that remembers when something came last. */
  private static final class Heard extends FilterInputStream {
    private volatile long last = System.nanoTime();
    private volatile boolean ever;
    private volatile boolean ended;
    private final Overheard overheard = new Overheard();
    private final ByteArrayOutputStream first = new ByteArrayOutputStream();

    Heard(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        int count = super.read(bytes, from, length);
        note(bytes, from, count);
        return count;
      } catch (IOException e) {
        ended = true;
        throw e;
      }
    }

    private void note(byte[] bytes, int from, int count) throws IOException {
      if (count < 0) {
        ended = true;
        return;
      }
      last = System.nanoTime();
      ever = true;
      overheard.note(bytes, from, count);
      if (first.size() < LONGEST_GREETING) {
        first.write(bytes, from, Math.min(count, LONGEST_GREETING - first.size()));
      }
    }
  }
}
