package io.walterfleet.ssh.channel;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.channel.TransportOptions.Family;
import io.walterfleet.ssh.protocol.Daemons;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.Failures;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Makes TCP connections. */
public final class Connector {
  private final ExecutorService resolvers =
      Executors.newCachedThreadPool(Daemons.called("ssh resolver"));

  /** Connects to the first of a host's addresses that answers. */
  public Transport to(Endpoint endpoint, TransportOptions transportOptions, Duration limit)
      throws RemoteException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    IOException last = new UnknownHostException(endpoint.host());
    try {
      List<InetAddress> addresses = addresses(endpoint.host(), transportOptions.family(), limit);
      for (int i = 0; i < addresses.size(); i++) {
        InetAddress address = addresses.get(i);
        try {
          Optional<InetAddress> from = from(transportOptions, address, limit);
          int share = share(end, addresses.size() - i);
          return connected(from, new InetSocketAddress(address, endpoint.port()), share);
        } catch (IOException e) {
          last = e;
        }
      }
    } catch (IOException e) {
      last = e;
    }
    throw last instanceof SocketTimeoutException
        ? Failures.tooSlow(endpoint, limit, false)
        : Failures.unreachable(endpoint, last);
  }

  /** Connects to a host by way of a bastion. */
  public Transport through(SshSession bastion, Endpoint endpoint, Duration limit)
      throws RemoteException {
    try {
      PortStream stream = PortStream.open(bastion, endpoint, limit, Duration.ZERO);
      return new Transport(stream.in(), stream.out(), stream::close);
    } catch (RemoteException e) {
      throw new RemoteException(
          Kind.UNREACHABLE,
          "the bastion does not reach " + endpoint.shown() + ": " + e.reason(),
          e.kind() == Kind.FORWARDING_REFUSED
              ? "allow it in the bastion's sshd_config (AllowTcpForwarding, PermitOpen)"
              : "check that the machine is up and its SSH server listens there",
          e);
    }
  }

  private static Transport connected(
      Optional<InetAddress> from, InetSocketAddress address, int millis) throws IOException {
    Socket socket = new Socket();
    try {
      bind(socket, from);
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(address, millis);
      return new Transport(
          socket.getInputStream(), socket.getOutputStream(), () -> closeQuietly(socket));
    } catch (IOException e) {
      closeQuietly(socket);
      throw e;
    }
  }

  private static void bind(Socket socket, Optional<InetAddress> from) throws IOException {
    if (from.isEmpty()) {
      return;
    }
    try {
      socket.bind(new InetSocketAddress(from.get(), 0));
    } catch (IOException e) {
      throw notBound(from.get().getHostAddress(), "cannot be taken" + Failures.reason(e), e);
    }
  }

  private static BindException notBound(String address, String why, IOException cause) {
    BindException failure =
        new BindException("BindAddress " + address + " of the ssh config " + why);
    failure.initCause(cause);
    return failure;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  /** Our own address of the same family, where the ssh config names one. */
  private Optional<InetAddress> from(
      TransportOptions transportOptions, InetAddress to, Duration limit)
      throws IOException, InterruptedException {
    if (transportOptions.from().isEmpty()) {
      return Optional.empty();
    }
    Family family = to instanceof Inet4Address ? Family.IPV4 : Family.IPV6;
    try {
      return Optional.of(addresses(transportOptions.from().get(), family, limit).get(0));
    } catch (IOException e) {
      throw notBound(transportOptions.from().get(), "is no address of that kind", e);
    }
  }

  /** The addresses of a host that may be used, at least one. */
  private List<InetAddress> addresses(String host, Family family, Duration limit)
      throws IOException, InterruptedException {
    List<InetAddress> found = Stream.of(addresses(host, limit)).filter(family::has).toList();
    if (found.isEmpty()) {
      throw new Failures.ProtocolFamilyException();
    }
    return found;
  }

  /** The addresses of a host. A resolver may hang longer than we have time, so it is left alone. */
  private InetAddress[] addresses(String host, Duration limit)
      throws IOException, InterruptedException {
    if (host.matches("[0-9.]+|.*:.*")) {
      return InetAddress.getAllByName(host);
    }
    try {
      return resolvers
          .submit(() -> InetAddress.getAllByName(host))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("the resolver did not answer");
    } catch (ExecutionException | CancellationException e) {
      throw new UnknownHostException(host);
    }
  }

  private static int share(long end, int parts) {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    return (int) Math.max(1, left / parts);
  }
}
