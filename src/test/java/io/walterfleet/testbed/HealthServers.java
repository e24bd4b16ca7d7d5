package io.walterfleet.testbed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * The Walters of loopback machines, as the network sees them.
 *
 * <p>The stand-in docker says over a control port that something started or stopped, and goes on
 * when the ports that are published now are listened on, and no others.
 */
final class HealthServers implements AutoCloseable {
  private static final Duration LET_GO = Duration.ofSeconds(10);

  private final Path machines;
  private final ServerSocket control;
  private final SSLContext tls;
  private final ExecutorService threads = Executors.newCachedThreadPool(HealthServers::daemon);
  private final Map<String, Listening> listening = new HashMap<>();
  private volatile Duration readyAfter = Duration.ZERO;

  /** The server of one container. */
  private record Listening(String container, HttpsServer https) {
    void stop() {
      https.stop(0);
    }
  }

  HealthServers(Path machines) throws IOException, InterruptedException {
    this.machines = machines;
    this.tls = Tls.selfSigned();
    this.control = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::listen);
  }

  int controlPort() {
    return control.getLocalPort();
  }

  void readyAfter(Duration time) {
    readyAfter = time;
  }

  /** Nothing listens any more for this machine's Walter; its containers run on. */
  synchronized void kill(String machine) {
    Optional.ofNullable(listening.get(machine)).ifPresent(Listening::stop);
  }

  /** It listens again. */
  synchronized void revive(String machine) throws IOException {
    listening.remove(machine);
    String said = follow(machine);
    if (!said.equals("ok")) {
      throw new IOException(said);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    control.close();
    listening.values().forEach(Listening::stop);
    threads.shutdownNow();
  }

  private void listen() {
    while (!control.isClosed()) {
      try {
        Socket caller = control.accept();
        threads.execute(() -> answer(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket caller) {
    try (caller;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
      String machine = in.readLine();
      String words = machine == null ? "no machine named" : follow(machine);
      caller.getOutputStream().write((words + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException gone) {
      // docker was killed while it asked: nobody waits for the answer
    }
  }

  /** Listens on what the machine publishes now; "ok", or why that is not possible. */
  private synchronized String follow(String machine) throws IOException {
    Map<String, String> walter =
        new StandInDocker(machines.resolve(machine))
            .containers().stream()
                .filter(one -> "walter".equals(one.get("label.service")))
                .filter(one -> "running".equals(one.get("status")))
                .findFirst()
                .orElse(Map.of());
    String id = walter.getOrDefault("id", "");
    Listening before = listening.get(machine);
    if (before != null && before.container().equals(id)) {
      return "ok";
    }
    if (before != null) {
      before.stop();
      listening.remove(machine);
    }
    return id.isEmpty() ? "ok" : start(machine, id, walter.getOrDefault("ports", ""));
  }

  // plain HTTP is left out: all machines of loopback would want port 80
  private String start(String machine, String id, String published) throws IOException {
    HttpsServer https = HttpsServer.create();
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    try {
      serve(https, httpsPort(published), new StandInWalter(machines, machine, readyAfter));
      listening.put(machine, new Listening(id, https));
      return "ok";
    } catch (IOException taken) {
      https.stop(0);
      return "listen tcp4 " + published + ": bind: " + taken.getMessage();
    }
  }

  private static int httpsPort(String published) {
    return Stream.of(published.split(",", -1))
        .filter(pair -> pair.endsWith(":8443"))
        .map(pair -> Integer.parseInt(pair.substring(0, pair.indexOf(':'))))
        .findFirst()
        .orElse(0);
  }

  private void serve(HttpsServer server, int port, StandInWalter walter) throws IOException {
    bind(server, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.setExecutor(threads);
    server.createContext("/", exchange -> respond(exchange, walter));
    server.start();
  }

  /**
   * A port that was let go may stay taken for a moment: a process that Java starts meanwhile has
   * inherited the old socket, until it has closed all that is not for it.
   */
  private static void bind(HttpsServer server, InetSocketAddress address) throws IOException {
    long end = System.nanoTime() + LET_GO.toNanos();
    while (true) {
      try {
        server.bind(address, 50);
        return;
      } catch (BindException taken) {
        if (System.nanoTime() > end) {
          throw taken;
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static void respond(HttpExchange exchange, StandInWalter walter) throws IOException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    StandInWalter.Answer answer =
        walter.answer(exchange.getRequestURI().getPath(), host == null ? "" : host);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.location().ifPresent(to -> exchange.getResponseHeaders().set("Location", to));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "loopback-health");
    thread.setDaemon(true);
    return thread;
  }
}
