package io.walterfleet.watch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers over HTTP how a watch goes: {@code /metrics}, {@code /healthz} and, at {@code /}, the
 * fleet. Reading is all that can be done.
 *
 * <ol>
 *   <li>One thread serves all, and waits for none of them: whoever says half of a request, or takes
 *       an answer slowly, keeps nobody else from theirs.
 *   <li>Each has so much time; when too many are there, the one that has said nothing for longest
 *       goes.
 *   <li>On loopback only those who ask by a name of loopback are answered: a page in a browser can
 *       let its own name mean this computer, and read on.
 * </ol>
 */
public final class StatusServer implements AutoCloseable {
  /** At most so many are served at a time. */
  static final int MOST = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BACKLOG = 128;
  private static final long LOOK_MILLIS = 250;

  private final ServerSocketChannel server;
  private final Selector selector;
  private final Duration patience;
  private final Site site;
  private final Deque<SelectionKey> callers = new ArrayDeque<>();

  private StatusServer(ServerSocketChannel server, Duration patience, Site site)
      throws IOException {
    this.server = server;
    this.patience = patience;
    this.site = site;
    this.selector = Selector.open();
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Something to read; {@code type} is its content type. */
  public record Sheet(String type, String text) {}

  /** What there is to read. */
  private record Site(
      Metrics metrics, Liveness liveness, Supplier<Sheet> fleet, boolean onLoopback) {
    HttpReply answer(String head) {
      try {
        Optional<Request> request = Request.of(head);
        return request.isPresent()
            ? httpReply(request.get())
            : HttpReply.plain(400, "this is no request that is understood\n");
      } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError bug) {
        return HttpReply.plain(500, "this could not be answered\n");
      }
    }

    private HttpReply httpReply(Request request) throws IOException {
      if (onLoopback && !request.isForLoopback()) {
        return HttpReply.plain(421, "ask for localhost or 127.0.0.1\n");
      }
      if (!List.of("GET", "HEAD").contains(request.method())) {
        return HttpReply.plain(405, "only GET and HEAD\n");
      }
      return switch (request.path()) {
        case "/metrics" -> metrics.httpReply(request.accept());
        case "/healthz" -> liveness.httpReply();
        case "/" -> of(fleet.get());
        default -> HttpReply.plain(404, "there are /, /metrics and /healthz\n");
      };
    }

    private static HttpReply of(Sheet sheet) {
      return new HttpReply(200, sheet.type(), sheet.text());
    }
  }

  /**
   * Begins to answer.
   *
   * @param fleet what stands at {@code /}
   * @throws IOException when nobody can listen at that address
   */
  public static StatusServer at(
      InetSocketAddress address, Metrics metrics, Liveness liveness, Supplier<Sheet> fleet)
      throws IOException {
    boolean onLoopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
    return at(address, new Site(metrics, liveness, fleet, onLoopback), PATIENCE);
  }

  private static StatusServer at(InetSocketAddress address, Site site, Duration patience)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.bind(address, BACKLOG);
      StatusServer statusServer = new StatusServer(server, patience, site);
      Thread thread = new Thread(statusServer::serve, "listen");
      thread.setDaemon(true);
      thread.start();
      return statusServer;
    } catch (IOException | RuntimeException refused) {
      server.close();
      throw refused;
    }
  }

  /** The port, also where any free one was asked for. */
  public int port() {
    return server.socket().getLocalPort();
  }

  @Override
  public void close() {
    try (server;
        selector) {
      selector.wakeup();
    } catch (IOException gone) {
      // nobody is answered any more, either way
    }
  }

  private void serve() {
    while (server.isOpen()) {
      try {
        // it holds its keys until all are served: whoever closes meanwhile waits for that
        selector.select(this::serve, LOOK_MILLIS);
        callers.stream().filter(this::isLate).toList().forEach(this::giveUp);
      } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError closed) {
        // the loop ends, or goes on with whoever comes next
      }
    }
    List.copyOf(callers).forEach(this::drop);
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        admit();
      } else if (key.isValid() && !caller(key).goOn(key)) {
        drop(key);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError gone) {
      drop(key);
    }
  }

  private void admit() throws IOException {
    for (SocketChannel one = server.accept(); one != null; one = server.accept()) {
      makeRoom();
      one.configureBlocking(false);
      SelectionKey key = one.register(selector, SelectionKey.OP_READ);
      key.attach(new Caller(one, site::answer, patience));
      callers.add(key);
    }
  }

  private void makeRoom() {
    if (callers.size() >= MOST) {
      drop(
          callers.stream()
              .filter(key -> caller(key).isUnheard())
              .findFirst()
              .orElseGet(callers::getFirst));
    }
  }

  private boolean isLate(SelectionKey key) {
    return caller(key).isLate(System.nanoTime());
  }

  private void giveUp(SelectionKey key) {
    try {
      caller(key).giveUp();
    } catch (IOException gone) {
      // it hears no more
    }
    drop(key);
  }

  private void drop(SelectionKey key) {
    if (key.attachment() instanceof Caller caller) {
      key.cancel();
      caller.close();
      callers.remove(key);
    }
  }

  private static Caller caller(SelectionKey key) {
    return (Caller) key.attachment();
  }
}
