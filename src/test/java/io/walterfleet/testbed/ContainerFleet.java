package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    return start(machines, "");
  }

  /** The same, with more lines of sshd_config on each of them. */
  public static ContainerFleet start(int machines, String sshdOptions)
      throws IOException, InterruptedException {
    Docker.check();
    ContainerFleet fleet =
        new ContainerFleet(Files.createTempDirectory("walter-fleet-containers-"));
    try {
      fleet.startAll(machines, sshdOptions);
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

  private void startAll(int count, String sshdOptions) throws IOException, InterruptedException {
    SharedRegistry shared = SharedRegistry.running();
    for (int index = 0; index < count; index++) {
      machines.add(
          ContainerMachine.withDocker(scratch, shared.network(), shared.certificate())
              .withEnv("SSHD_OPTIONS", sshdOptions));
    }
    Startables.deepStart(machines).join();
    StringBuilder known = new StringBuilder();
    for (ContainerMachine machine : machines) {
      known.append(machine.knownHost());
    }
    Files.writeString(knownHosts(), known.toString());
  }
}
