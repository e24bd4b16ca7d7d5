package io.walterfleet.sandbox;

import io.walterfleet.sandbox.EmbeddedMachine.Install;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The fleet of the demo: its machines as they are before the first command, and its inventory. */
final class DemoFleet implements AutoCloseable {
  /** What runs where before the demo begins; {@code store-5} has nothing yet. */
  private static final Map<String, Install> INSTALLED =
      Map.of(
          "edge-1", new Install("1.7.9", "internal-tls", "edge-1.example.com"),
          "store-1", new Install("1.8.2", "internal-tls", "store-1.example.com"),
          "store-2", new Install("1.8.2", "internal-tls", "store-2.example.com"),
          "store-3", new Install("1.8.2", "internal-tls", "store-3.example.com"),
          "store-4", new Install("1.8.2", "internal-tls", "store-4.example.com"));

  private static final List<String> NAMES =
      List.of("edge-1", "store-1", "store-2", "store-3", "store-4", "store-5");

  private final EmbeddedFleet fleet;

  private DemoFleet(EmbeddedFleet fleet) {
    this.fleet = fleet;
  }

  /** Starts it in a folder that is empty. */
  static DemoFleet start(Path folder, InstantSource clock)
      throws IOException, InterruptedException {
    DemoFleet demo = new DemoFleet(EmbeddedFleet.start(folder, NAMES, clock));
    try {
      demo.install();
      Files.createDirectories(demo.home());
      Files.writeString(demo.inventory(), demo.inventoryText());
      return demo;
    } catch (IOException | InterruptedException e) {
      demo.close();
      throw e;
    }
  }

  /** The file that describes it. */
  Path inventory() {
    return fleet.folder().resolve("inventory.yml");
  }

  /** A place for a saved plan. */
  Path plan() {
    return fleet.folder().resolve("plan.json");
  }

  /** A home for the controller, so that nothing of this user's is read or written. */
  Path home() {
    return fleet.folder().resolve("controller");
  }

  /** The machines. */
  EmbeddedFleet fleet() {
    return fleet;
  }

  /** One of its machines. */
  EmbeddedMachine machine(String name) {
    return fleet.machine(name);
  }

  @Override
  public void close() {
    fleet.close();
  }

  private String inventoryText() {
    return new Resource("inventory.yml")
        .text()
        .replace("@manifest@", fleet.vendor().manifest().toString())
        .replace("@folder@", fleet.folder().toString())
        .replace("@edge-1@", Integer.toString(fleet.port("edge-1")))
        .replace("@store-1@", Integer.toString(fleet.port("store-1")))
        .replace("@store-4@", Integer.toString(fleet.port("store-4")))
        .replace("@store-5@", Integer.toString(fleet.port("store-5")));
  }

  /** Side by side: most of the time is spent starting short-lived processes. */
  private void install() throws IOException, InterruptedException {
    ExecutorService hands = Executors.newFixedThreadPool(INSTALLED.size());
    try {
      Stream<Callable<Optional<IOException>>> work =
          INSTALLED.entrySet().stream()
              .map(entry -> () -> install(entry.getKey(), entry.getValue()));
      for (Future<Optional<IOException>> done : hands.invokeAll(work.toList())) {
        Optional<IOException> failure = done.get();
        if (failure.isPresent()) {
          throw failure.get();
        }
      }
    } catch (ExecutionException e) {
      throw new IOException("could not install Walter on the embedded machines", e);
    } finally {
      hands.shutdownNow();
    }
  }

  private Optional<IOException> install(String name, Install install) throws InterruptedException {
    try {
      fleet.machine(name).install(install);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
