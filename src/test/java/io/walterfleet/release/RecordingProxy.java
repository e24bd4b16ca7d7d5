package io.walterfleet.release;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that sends everybody to one port of loopback, and remembers what it was asked for. */
final class RecordingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final String login;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /**
   * A running proxy.
   *
   * @param login the value that Proxy-Authorization must have; empty when none is asked for
   */
  RecordingProxy(int target, String login) throws IOException {
    this.target = target;
    this.login = login;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::listen);
  }

  /** The first line of each request. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }

  private void listen() {
    try {
      while (true) {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      String head = head(client.getInputStream());
      asked.add(head.lines().findFirst().orElse(""));
      OutputStream back = client.getOutputStream();
      if (!login.isEmpty() && !head.contains("Proxy-Authorization: " + login + "\r\n")) {
        back.write(
            String.join(
                    "\r\n",
                    "HTTP/1.1 407 No",
                    "Proxy-Authenticate: Basic realm=\"x\"",
                    "Content-Length: 0",
                    "Connection: close",
                    "",
                    "")
                .getBytes(ISO_8859_1));
        return;
      }
      if (head.startsWith("CONNECT")) {
        back.write("HTTP/1.1 200 Yes\r\n\r\n".getBytes(ISO_8859_1));
      } else {
        server.getOutputStream().write(forwarded(head).getBytes(ISO_8859_1));
      }
      threads.execute(() -> copy(client, server));
      server.getInputStream().transferTo(back);
    } catch (IOException ended) {
      // One of the two hung up.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // One of the two hung up.
    }
  }

  private static String forwarded(String head) {
    return head.replaceFirst(" http://[^/]*", " ")
        .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("hung up");
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
