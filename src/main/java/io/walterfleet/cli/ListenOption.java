package io.walterfleet.cli;

import io.walterfleet.app.UsageException;
import io.walterfleet.watch.Liveness;
import io.walterfleet.watch.Metrics;
import io.walterfleet.watch.StatusServer;
import io.walterfleet.watch.StatusServer.Sheet;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The option that lets a command answer over HTTP while it goes on. */
final class ListenOption {
  private static final String ANOTHER_ADDRESS =
      "name an address of this computer, or a port alone for 127.0.0.1";

  @Option(
      names = "--listen",
      paramLabel = "[ADDR:]PORT",
      description = {
        "answer /metrics, /healthz and / over HTTP; on loopback,",
        "unless another address is named"
      })
  private Optional<ListenAddress> listen = Optional.empty();

  /** Where it answers, if it does. */
  record Door(Optional<StatusServer> statusServer, Optional<String> address)
      implements AutoCloseable {
    @Override
    public void close() {
      statusServer.ifPresent(StatusServer::close);
    }
  }

  /**
   * Begins to answer, where that was asked for.
   *
   * @param sheet what stands at {@code /}
   */
  Door open(Metrics metrics, Liveness liveness, Supplier<Sheet> sheet) throws UsageException {
    if (listen.isEmpty()) {
      return new Door(Optional.empty(), Optional.empty());
    }
    ListenAddress address = listen.get();
    try {
      StatusServer statusServer = StatusServer.at(address.socket(), metrics, liveness, sheet);
      return new Door(
          Optional.of(statusServer), Optional.of(address.with(statusServer.port()).toString()));
    } catch (UnresolvedAddressException nameless) {
      throw UsageException.of(
          "cannot listen on " + address + ": the name has no address", ANOTHER_ADDRESS);
    } catch (IOException refused) {
      String why = String.valueOf(refused.getMessage());
      throw UsageException.of("cannot listen on " + address + ": " + why, fix(why));
    }
  }

  private static String fix(String why) {
    if (why.contains("assign requested address")) {
      return ANOTHER_ADDRESS;
    }
    return why.contains("ermission denied")
        ? "name a port from 1024 on"
        : "name another port, or see who has it";
  }
}
