package io.walterfleet.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.TcpForwardingFilter;

/**
 * The SSH server of a fleet of embedded machines: one server, and a port of loopback for each
 * machine. It lets one key in, runs commands and opens tunnels, and nothing else.
 */
final class Listener implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Map<Integer, EmbeddedMachine> machines = new ConcurrentHashMap<>();
  private final Ports server = (Ports) ServerBuilder.builder().factory(Ports::new).build();

  /** A server that shows this host key and lets in whoever has the other key. */
  Listener(KeyPair hostKey, PublicKey allowed) {
    server.setHost(LOOPBACK);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
    server.setCommandFactory(
        (channel, line) -> new ShellCommand(machine(channel.getSession()), line));
    server.setForwardingFilter(ForwardingFilter.asForwardingFilter(null, null, new TunnelsOnly()));
    server.setChannelFactories(
        List.of(ChannelSessionFactory.INSTANCE, new PublishedChannel.Factory(this)));
  }

  /** Opens a port for a machine, and says which. */
  int open(EmbeddedMachine machine) throws IOException {
    int port = server.openPort();
    machines.put(port, machine);
    return port;
  }

  /** The machine that a session was opened to. */
  EmbeddedMachine machine(Session session) {
    SocketAddress address = session.getIoSession().getLocalAddress();
    return Optional.ofNullable(machines.get(((InetSocketAddress) address).getPort()))
        .orElseThrow(() -> new NoSuchElementException("no machine at " + address));
  }

  @Override
  public void close() {
    server.close(true);
  }

  /** A server that can open one more port at any time. */
  private static final class Ports extends SshServer {
    int openPort() throws IOException {
      if (!isStarted()) {
        start();
        return getPort();
      }
      Set<SocketAddress> before = new HashSet<>(acceptor.getBoundAddresses());
      acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return acceptor.getBoundAddresses().stream()
          .filter(address -> !before.contains(address))
          .mapToInt(address -> ((InetSocketAddress) address).getPort())
          .findFirst()
          .orElseThrow();
    }
  }

  /** Tunnels from here to a machine's own ports; nothing else is forwarded. */
  private static final class TunnelsOnly implements TcpForwardingFilter {
    @Override
    public boolean canListen(SshdSocketAddress address, Session session) {
      return false;
    }

    @Override
    public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
      return type == Type.Direct;
    }
  }
}
