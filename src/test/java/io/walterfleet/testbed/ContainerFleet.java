package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/**
 * Whole Walter machines: each a container with SSH, a Docker engine and Compose v2, on a network
 * whose ghcr.io is a registry of ours with all releases of {@code src/test/images/build}.
 */
public final class ContainerFleet implements AutoCloseable {
  private final Path scratch;
  private final Network network;
  private final ContainerRegistry registry;
  private final List<ContainerMachine> machines = new ArrayList<>();

  private ContainerFleet(Path scratch, Network network) {
    this.scratch = scratch;
    this.network = network;
    this.registry = new ContainerRegistry(network);
  }

  /** Starts machines without an install. */
  public static ContainerFleet start(int machines) throws IOException, InterruptedException {
    Docker.check();
    Path scratch = Files.createTempDirectory("walter-fleet-containers-");
    ContainerFleet fleet = new ContainerFleet(scratch, Network.newNetwork());
    try {
      fleet.startAll(machines);
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

  /** A known_hosts file that knows all machines. */
  public Path knownHosts() {
    return scratch.resolve("known_hosts");
  }

  /** A directory that goes when the fleet goes, for inventories and the like. */
  public Path scratch() {
    return scratch;
  }

  /** Takes the registry off the network: nothing can be pulled from now on. */
  public void stopRegistry() {
    registry.stop();
  }

  @Override
  public void close() throws IOException {
    machines.parallelStream().forEach(ContainerMachine::stop);
    registry.stop();
    network.close();
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void startAll(int count) throws IOException, InterruptedException {
    registry.start();
    registry.pushAll();
    byte[] certificate = registry.certificate();
    for (int index = 0; index < count; index++) {
      machines.add(ContainerMachine.withDocker(scratch, network, certificate));
    }
    Startables.deepStart(machines).join();
    StringBuilder known = new StringBuilder();
    for (ContainerMachine machine : machines) {
      known.append(machine.knownHost());
    }
    Files.writeString(knownHosts(), known.toString());
  }
}
