package io.walterfleet.sandbox;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
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
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
    server.setCommandFactory(
        (channel, line) -> new ShellCommand(machine(channel.getSession()), line));
    server.setForwardingFilter(ForwardingFilter.asForwardingFilter(null, null, new TunnelsOnly()));
    server.setChannelFactories(
        List.of(ChannelSessionFactory.INSTANCE, new PublishedChannel.Factory(this::machine)));
  }

  /**
   * Opens ports that follow one another, one for each machine.
   *
   * @return the first of them
   */
  int open(List<EmbeddedMachine> all) throws IOException {
    int first = server.openPorts(all.size());
    for (int i = 0; i < all.size(); i++) {
      machines.put(first + i, all.get(i));
    }
    return first;
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

  /** A server with as many ports as there are machines. */
  private static final class Ports extends SshServer {
    private static final int TRIES = 40;
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    /** Ports below those that systems give out by themselves, so that the ones between are free. */
    int openPorts(int count) throws IOException {
      setHost(LOOPBACK);
      for (int tries = 1; ; tries++) {
        int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - count);
        if (areFree(first, count)) {
          setPort(first);
          start();
          for (int port = first + 1; port < first + count; port++) {
            acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
          }
          return first;
        }
        if (tries == TRIES) {
          throw new IOException("found no " + count + " free ports in a row on loopback");
        }
      }
    }

    private static boolean areFree(int first, int count) throws IOException {
      List<ServerSocket> taken = new ArrayList<>();
      try {
        for (int port = first; port < first + count; port++) {
          taken.add(new ServerSocket(port, 0, InetAddress.getLoopbackAddress()));
        }
        return true;
      } catch (BindException e) {
        return false;
      } finally {
        for (ServerSocket socket : taken) {
          socket.close();
        }
      }
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
