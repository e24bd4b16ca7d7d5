package io.walterfleet.ssh;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes TCP connections. */
final class Wires {
  private final ExecutorService resolvers =
      Executors.newCachedThreadPool(Watchdog.daemons("ssh resolver"));

  /** Connects to the first of a host's addresses that answers. */
  Wire to(Endpoint endpoint, Duration limit) throws RemoteException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    IOException last = new UnknownHostException(endpoint.host());
    try {
      InetAddress[] addresses = addresses(endpoint.host(), limit);
      for (int i = 0; i < addresses.length; i++) {
        int share = share(end, addresses.length - i);
        try {
          return connected(new InetSocketAddress(addresses[i], endpoint.port()), share);
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
  Wire through(Line bastion, Endpoint endpoint, Duration limit) throws RemoteException {
    try {
      PortStream stream = PortStream.open(bastion, endpoint, limit, Duration.ZERO);
      return new Wire(stream.in(), stream.out(), stream::close);
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

  private static Wire connected(InetSocketAddress address, int millis) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(address, millis);
      return new Wire(
          socket.getInputStream(), socket.getOutputStream(), () -> closeQuietly(socket));
    } catch (IOException e) {
      closeQuietly(socket);
      throw e;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
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
