package io.walterfleet.testbed;

import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;

/** The one registry of all tests of a run, and the network on which it is ghcr.io. */
final class SharedRegistry {
  private final Network network = Network.newNetwork();
  private final ContainerRegistry registry = new ContainerRegistry(network);
  private final byte[] certificate;

  private SharedRegistry() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "registry-stop"));
    registry.start();
    registry.pushAll();
    certificate = registry.certificate();
  }

  private static final class Holder {
    private static final SharedRegistry RUNNING = start();

    private static SharedRegistry start() {
      try {
        return new SharedRegistry();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(ended);
      }
    }
  }

  /** The registry, started when it is first asked for; it ends with the run. */
  static SharedRegistry running() {
    return Holder.RUNNING;
  }

  /** The digests of the releases, as the registry has them. */
  Map<String, String> digests() {
    return registry.digests();
  }

  Network network() {
    return network;
  }

  byte[] certificate() {
    return certificate.clone();
  }

  /** Ends it as a power cut would. */
  void kill() {
    DockerClientFactory.lazyClient().killContainerCmd(registry.getContainerId()).exec();
  }

  /** Starts it again, with all that it holds. */
  void revive() {
    DockerClientFactory.lazyClient().startContainerCmd(registry.getContainerId()).exec();
  }

  /** What the registry has logged. */
  String log() {
    return registry.getLogs();
  }

  private void stop() {
    registry.stop();
    network.close();
  }
}
