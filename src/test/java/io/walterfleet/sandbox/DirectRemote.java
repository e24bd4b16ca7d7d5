package io.walterfleet.sandbox;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Embedded machines without SSH between, for tests of the machines alone. */
record DirectRemote(EmbeddedFleet fleet) implements Remote {
  @Override
  public Connection open(Machine machine) {
    return new Direct(fleet.machine(machine.name()));
  }

  private record Direct(EmbeddedMachine machine) implements Connection {
    @Override
    public Reply run(Program program, Duration deadline)
        throws RemoteException, InterruptedException {
      try {
        Process process = machine.start(program.commandLine());
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        try (OutputStream in = process.getOutputStream()) {
          program.input().writeTo(in);
        }
        int exit = process.waitFor();
        return new Reply(exit, out.join(), err.join(), false);
      } catch (IOException e) {
        throw new RemoteException(Kind.LOST, "the machine broke off", "", e);
      }
    }

    @Override
    public Tunnel tunnel(String host, int port, Duration deadline) throws RemoteException {
      try {
        OptionalInt published = machine.published(port);
        if (published.isEmpty()) {
          throw new RemoteException(Kind.PORT_CLOSED, "nothing listens at port " + port, "");
        }
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), published.getAsInt());
        socket.setSoTimeout((int) deadline.toMillis());
        return new Through(socket, socket.getInputStream(), socket.getOutputStream());
      } catch (IOException e) {
        throw new RemoteException(Kind.LOST, "the machine broke off", "", e);
      }
    }

    @Override
    public void close() {}

    private static CompletableFuture<String> read(InputStream stream) {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
              return "";
            }
          });
    }
  }

  private record Through(Socket socket, InputStream in, OutputStream out) implements Tunnel {
    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
