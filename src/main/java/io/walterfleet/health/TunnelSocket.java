package io.walterfleet.health;

import io.walterfleet.remote.Tunnel;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A tunnel in the shape that the JDK's TLS can be laid over. Reads end at the deadline. */
final class TunnelSocket extends Socket {
  private final Tunnel tunnel;
  private final Deadlined in;

  /** The tunnel's far end, as if it were a socket's, for so long from now. */
  TunnelSocket(Tunnel tunnel, Duration patience) {
    this.tunnel = tunnel;
    this.in = new Deadlined(tunnel.in(), System.nanoTime() + patience.toNanos());
  }

  /** Gives so much more time from now. */
  void allow(Duration patience) {
    in.end = System.nanoTime() + patience.toNanos();
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return tunnel.out();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  // The tunnel has no such options; TLS asks for them all the same.

  @Override
  public void setSoTimeout(int millis) {}

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public int getSoLinger() {
    return -1;
  }

  @Override
  public synchronized void close() throws IOException {
    tunnel.close();
  }

  /** A far end that sends byte by byte keeps each read short, but not the whole. */
  private static final class Deadlined extends FilterInputStream {
    private long end;

    Deadlined(InputStream in, long end) {
      super(in);
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      check();
      return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      check();
      return super.read(into, offset, length);
    }

    private void check() throws SocketTimeoutException {
      if (System.nanoTime() - end > 0) {
        throw new SocketTimeoutException("the deadline has passed");
      }
    }
  }
}
