package io.walterfleet.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A program and all that it started. Where the system shows the environments of processes, as Linux
 * does, those are found too whose parents have ended: all have a mark in theirs.
 */
final class ProcessTree {
  private static final String NAME = "WALTER_FLEET_PROGRAM_ID";
  private static final Duration LOOK = Duration.ofMillis(20);

  private final String mark;
  private Optional<ProcessHandle> head = Optional.empty();

  private ProcessTree(String mark) {
    this.mark = mark;
  }

  /** A family that nobody is of yet. */
  static ProcessTree next() {
    return new ProcessTree(UUID.randomUUID().toString());
  }

  void mark(Map<String, String> environment) {
    environment.put(NAME, mark);
  }

  void head(ProcessHandle process) {
    head = Optional.of(process);
  }

  /** Asks all to end, and kills those that have not done so in time. */
  void end(Duration grace) throws InterruptedException {
    Set<ProcessHandle> asked = members();
    asked.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + grace.toNanos();
    while (asked.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
      Thread.sleep(LOOK.toMillis());
    }
    asked.forEach(ProcessHandle::destroyForcibly);
    kill();
  }

  /** Kills all. */
  void kill() {
    members().forEach(ProcessHandle::destroyForcibly);
  }

  private Set<ProcessHandle> members() {
    Set<ProcessHandle> members = new HashSet<>();
    head.ifPresent(
        process -> {
          members.add(process);
          process.descendants().forEach(members::add);
        });
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.filter(this::isMarked).forEach(members::add);
    }
    return members;
  }

  private boolean isMarked(ProcessHandle process) {
    try {
      Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
      byte[] bytes = Files.readAllBytes(environment);
      return new String(bytes, StandardCharsets.ISO_8859_1).contains(NAME + "=" + mark);
    } catch (IOException hidden) {
      return false;
    }
  }
}
