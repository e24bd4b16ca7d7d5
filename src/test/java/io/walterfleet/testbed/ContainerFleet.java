package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testcontainers.lifecycle.Startables;

/**
 * Whole Walter machines: each a container with SSH, a Docker engine and Compose v2, on a network
 * whose ghcr.io is a registry of ours with all releases of {@code src/test/images/build}.
 */
public final class ContainerFleet implements AutoCloseable {
  private final Path scratch;
  private final List<ContainerMachine> machines = new ArrayList<>();

  private ContainerFleet(Path scratch) {
    this.scratch = scratch;
  }

  /** Starts machines without an install. */
  public static ContainerFleet start(int machines) throws IOException, InterruptedException {
    return start(machines, Settings.NONE);
  }

  /**
   * What is special on each machine.
   *
   * @param sshd more lines of sshd_config
   * @param dockerd more options of the Docker engine
   */
  public record Settings(String sshd, String dockerd) {
    /** Nothing is. */
    public static final Settings NONE = new Settings("", "");
  }

  /** The same, with settings of their own. */
  public static ContainerFleet start(int machines, Settings settings)
      throws IOException, InterruptedException {
    Docker.check();
    ContainerFleet fleet =
        new ContainerFleet(Files.createTempDirectory("walter-fleet-containers-"));
    try {
      fleet.startAll(machines, settings);
      return fleet;
    } catch (IOException | RuntimeException failure) {
      fleet.close();
      throw failure;
    }
  }

  /** The machines. */
  public List<ContainerMachine> machines() {
    return List.copyOf(machines);
  }

  /** One machine, counted from 0. */
  public ContainerMachine machine(int index) {
    return machines.get(index);
  }

  /** Their Walters, on machines named store-1, store-2 and so on. */
  public List<ContainerWalter> walters() {
    return IntStream.range(0, machines.size())
        .mapToObj(index -> new ContainerWalter(machine(index), "store-" + (index + 1)))
        .toList();
  }

  /** A known_hosts file that knows all machines. */
  public Path knownHosts() {
    return scratch.resolve("known_hosts");
  }

  /** What the registry, and each machine's SSH server and Docker engine, have logged so far. */
  public String logs() throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder(SharedRegistry.running().log());
    for (ContainerMachine machine : machines) {
      all.append(machine.getLogs()).append(machine.root("cat /var/log/dockerd.log"));
    }
    return all.toString();
  }

  /** The digests of the releases, as the registry has them. */
  public Map<String, String> digests() {
    return SharedRegistry.running().digests();
  }

  /** Ends the registry as a power cut would. */
  public void killRegistry() {
    SharedRegistry.running().kill();
  }

  /** Starts the registry again, and waits until the machines are answered. */
  public void reviveRegistry() throws IOException, InterruptedException {
    SharedRegistry.running().revive();
    machine(0).root("timeout 60 sh -c 'until curl -skf https://ghcr.io/v2/; do sleep 0.2; done'");
  }

  /** A directory that goes when the fleet goes, for inventories and the like. */
  public Path scratch() {
    return scratch;
  }

  @Override
  public void close() throws IOException {
    machines.parallelStream().forEach(ContainerMachine::stop);
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void startAll(int count, Settings settings) throws IOException, InterruptedException {
    SharedRegistry shared = SharedRegistry.running();
    for (int index = 0; index < count; index++) {
      machines.add(
          ContainerMachine.withDocker(scratch, shared.network(), shared.certificate())
              .withEnv("SSHD_OPTIONS", settings.sshd())
              .withEnv("DOCKERD_OPTIONS", settings.dockerd()));
    }
    Startables.deepStart(machines).join();
    StringBuilder known = new StringBuilder();
    for (ContainerMachine machine : machines) {
      known.append(machine.knownHost());
    }
    Files.writeString(knownHosts(), known.toString());
  }
}
