package io.walterfleet.remote.testing;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Machines without SSH: each has a home below one directory, and programs run there as local
 * processes of a login shell, with a clean environment.
 *
 * <p>What a test may set: a directory that comes first on the path, the shell, what the next
 * attempts to connect come to, forwarding forbidden, ports that lead elsewhere; and it may cut a
 * machine's connections while a program runs. As with a real server, a program outlives its
 * connection.
 */
public final class FakeRemote implements Remote {
  private final Path root;
  private final List<Path> firstOnPath = new ArrayList<>();
  private final Map<String, Deque<RemoteException>> refusals = new ConcurrentHashMap<>();
  private final Map<String, List<FakeConnection>> connections = new ConcurrentHashMap<>();
  private final Map<String, List<String>> commands = new ConcurrentHashMap<>();
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private volatile List<String> shell = List.of("sh", "-c");
  private volatile boolean forwardingForbidden;

  /** Machines whose homes are made below this directory when they are first reached. */
  public FakeRemote(Path root) {
    this.root = root;
  }

  /** A directory whose programs go before the system's. */
  public FakeRemote firstOnPath(Path directory) {
    firstOnPath.add(0, directory);
    return this;
  }

  /** The login shell of every machine, such as {@code busybox sh -c}. */
  public FakeRemote shell(String... words) {
    shell = List.of(words);
    return this;
  }

  /** The server forbids forwarding from now on. */
  public FakeRemote forbidForwarding() {
    forwardingForbidden = true;
    return this;
  }

  /** A port of a machine that is another port here, so that many machines can have a port 443. */
  public FakeRemote port(String machine, int port, int here) {
    ports.put(machine + ":" + port, here);
    return this;
  }

  /** The machine's next attempt to connect fails like this; call again for the one after it. */
  public FakeRemote refuse(String machine, RemoteException why) {
    refusals.computeIfAbsent(machine, name -> new ArrayDeque<>()).add(why);
    return this;
  }

  /** Breaks all connections to a machine now; programs that run on it go on running. */
  public void cut(String machine) {
    connectionsTo(machine).forEach(FakeConnection::cut);
  }

  /** The home of a machine; made if it is not there. */
  public Path home(String machine) {
    try {
      return Files.createDirectories(root.resolve(machine));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often a machine was connected to. */
  public int connectionsOpened(String machine) {
    return connectionsTo(machine).size();
  }

  /** The command lines that a machine was given, in order. */
  public List<String> commandLines(String machine) {
    return List.copyOf(commands.getOrDefault(machine, List.of()));
  }

  @Override
  public Connection open(Machine machine) throws RemoteException {
    Optional<RemoteException> refusal = nextRefusal(machine.name());
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    FakeConnection connection = new FakeConnection(this, machine.name());
    synchronized (connections) {
      connections.computeIfAbsent(machine.name(), name -> new ArrayList<>()).add(connection);
    }
    return connection;
  }

  /** Starts a program as the login shell would, and remembers its command line. */
  Process start(String machine, Program program) throws RemoteException {
    synchronized (commands) {
      commands.computeIfAbsent(machine, name -> new ArrayList<>()).add(program.commandLine());
    }
    List<String> words = new ArrayList<>(shell);
    words.add(program.commandLine());
    ProcessBuilder process = new ProcessBuilder(words).directory(home(machine).toFile());
    process.environment().clear();
    process.environment().putAll(environment(machine));
    try {
      return process.start();
    } catch (IOException e) {
      throw new RemoteException(Kind.LOST, "the login shell did not start", "", e);
    }
  }

  private Map<String, String> environment(String machine) {
    StringBuilder path = new StringBuilder();
    firstOnPath.forEach(directory -> path.append(directory).append(':'));
    path.append("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    return Map.of(
        "HOME", home(machine).toString(),
        "PATH", path.toString(),
        "USER", "walter",
        "LOGNAME", "walter",
        "SHELL", "/bin/sh",
        "SSH_CONNECTION", "127.0.0.1 50022 127.0.0.1 22");
  }

  /** The port here that stands for a machine's port. */
  int portFor(String machine, int port) {
    return ports.getOrDefault(machine + ":" + port, port);
  }

  boolean isForwardingForbidden() {
    return forwardingForbidden;
  }

  private List<FakeConnection> connectionsTo(String machine) {
    synchronized (connections) {
      return List.copyOf(connections.getOrDefault(machine, List.of()));
    }
  }

  private Optional<RemoteException> nextRefusal(String machine) {
    Deque<RemoteException> queue = refusals.getOrDefault(machine, new ArrayDeque<>());
    synchronized (queue) {
      return Optional.ofNullable(queue.poll());
    }
  }
}
