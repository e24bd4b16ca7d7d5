package io.walterfleet.loopback;

import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One way in which a machine comes to differ.
 *
 * @param name what somebody did
 * @param act how
 * @param inventory more keys of this machine in the inventory, after it was applied
 * @param says what {@code drift -v} says of the machine, with its names named
 * @param steps what {@code drift --correct} does on it; empty when it leaves the machine alone
 */
record DriftCase(String name, Act act, String inventory, String says, String steps) {
  /** What somebody does to a machine. */
  @FunctionalInterface
  interface Act {
    void on(LoopbackMachine machine) throws IOException, InterruptedException;

    /** This, and then something else. */
    default Act then(Act other) {
      return machine -> {
        on(machine);
        other.on(machine);
      };
    }
  }

  static DriftCase of(String name, Act act, String says, String steps) {
    return new DriftCase(name, act, "", says, steps);
  }

  /** The keys of .env.deploy are replaced, by a regular expression over the whole file. */
  static Act env(String pattern, String replacement) {
    return machine -> edit(machine.install().resolve(".env.deploy"), pattern, replacement);
  }

  /** A file of the bundle gets a line more. */
  static Act append(String... paths) {
    return machine -> {
      for (String path : paths) {
        Path file = machine.install().resolve(path);
        Files.writeString(file, Files.readString(file) + "# quick fix\n");
      }
    };
  }

  /** Files of the install are deleted. */
  static Act delete(String... paths) {
    return machine -> {
      for (String path : paths) {
        Files.delete(machine.install().resolve(path));
      }
    };
  }

  /** A line is typed in the install directory. */
  static Act shell(String line) {
    return machine -> machine.shell("cd walter-onprem && " + line);
  }

  /** What Docker keeps of the containers of a service is changed. */
  static Act container(String service, String pattern, String replacement) {
    return machine -> {
      Path containers = machine.home().resolveSibling("docker/containers");
      try (var files = Files.list(containers)) {
        for (Path file : files.toList()) {
          if (Files.readString(file).contains("label.service=" + service + "\n")) {
            edit(file, pattern, replacement);
          }
        }
      }
    };
  }

  boolean isCorrected() {
    return !steps.isEmpty();
  }

  private static void edit(Path file, String pattern, String replacement) throws IOException {
    String before = Files.readString(file);
    String after = before.replaceAll(pattern, replacement);
    if (after.equals(before)) {
      throw new IOException("nothing in " + file + " is like " + pattern);
    }
    Files.writeString(file, after);
  }

  @Override
  public String toString() {
    return name;
  }
}
