package io.walterfleet.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that says some bytes to whoever asks, and hangs up, or does not. */
public final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Socket> held = new CopyOnWriteArrayList<>();
  private volatile byte[] answer = new byte[0];
  private volatile boolean holding;

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

  /** From now on it says its bytes and then no more, and does not hang up. */
  public void holds() {
    holding = true;
  }

  /** Where it listens. */
  public String url(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        serve(socket.accept());
      } catch (IOException gone) {
        // the next one
      }
    }
  }

  private void serve(Socket client) throws IOException {
    try {
      client.setSoTimeout(2000);
      // a client whose request was not read would be told of a reset, and not of the answer
      readHead(client.getInputStream());
      client.getOutputStream().write(answer);
    } finally {
      if (holding) {
        held.add(client);
      } else {
        client.close();
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
    for (Socket one : held) {
      one.close();
    }
  }
}
