package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The lock of one loopback machine, as {@code lock.sh} keeps it. */
public record MachineLock(LoopbackMachine machine) {
  /** True while somebody holds it, also when the lease has ended. */
  public boolean isHeld() throws IOException {
    Optional<Path> latest = latest();
    return latest.isPresent() && Files.readString(latest.get()).startsWith("state=held\n");
  }

  /** Lets the lease end now, as if its time had passed. */
  public void endLease() throws IOException {
    Optional<Path> latest = latest();
    if (latest.isPresent()) {
      String text = Files.readString(latest.get());
      Files.writeString(latest.get(), text.replaceFirst("(?m)^lease=\\d+$", "lease=0"));
    }
  }

  private Optional<Path> latest() throws IOException {
    Path directory = machine.home().resolve(".walter-fleet/lock");
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d+"))
          .max(Comparator.comparingInt(file -> Integer.parseInt(file.getFileName().toString())));
    }
  }
}
