package io.walterfleet.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server on loopback that says some bytes to whoever asks, and hangs up. */
public final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private volatile byte[] answer = new byte[0];

  /** A server that says nothing yet. */
  public RawServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "raw server");
    thread.setDaemon(true);
    thread.start();
  }

  /** What it says from now on. */
  public void says(byte[] bytes) {
    answer = bytes;
  }

  /** Where it listens. */
  public String url(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        client.setSoTimeout(2000);
        // a client whose request was not read would be told of a reset, and not of the answer
        readHead(client.getInputStream());
        client.getOutputStream().write(answer);
      } catch (IOException gone) {
        // the next one
      }
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int last = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      last = last << 8 | next;
      if (last == 0x0d0a0d0a) {
        in.skipNBytes(in.available());
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
