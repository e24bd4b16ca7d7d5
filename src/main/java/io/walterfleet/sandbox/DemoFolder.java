package io.walterfleet.sandbox;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The folder of one demo, which goes when the demo ends, also when it is ended from outside. */
final class DemoFolder implements AutoCloseable {
  private static final int TRIES = 20;
  private static final int ROUNDS = 15;

  private final Path path;
  private final Thread lastAct;

  private DemoFolder(Path path) {
    this.path = path;
    this.lastAct = new Thread(() -> clearForGood(path));
  }

  /** Makes it in the first of these directories in which programs may run. */
  static DemoFolder create(List<Path> places) throws IOException, InterruptedException {
    for (Path place : places) {
      Optional<DemoFolder> folder = createIn(place);
      if (folder.isPresent()) {
        return folder.get();
      }
    }
    throw new IOException(
        "no directory for the embedded machines: none of "
            + places
            + " can be written to and lets programs run");
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    clear(path);
    try {
      Runtime.getRuntime().removeShutdownHook(lastAct);
    } catch (IllegalStateException e) {
      // the process ends already, and the last act with it
    }
  }

  private static Optional<DemoFolder> createIn(Path place) throws InterruptedException {
    try {
      Files.createDirectories(place);
      Path path = fresh(place.toRealPath());
      if (letsRun(path)) {
        DemoFolder folder = new DemoFolder(path);
        Runtime.getRuntime().addShutdownHook(folder.lastAct);
        return Optional.of(folder);
      }
      remove(path);
    } catch (IOException e) {
      // the next place may do
    }
    return Optional.empty();
  }

  /** A short name, because it is part of command lines that are read by people. */
  private static Path fresh(Path place) throws IOException {
    for (int tries = 0; ; tries++) {
      String name =
          "walter-fleet-demo-%04x".formatted(ThreadLocalRandom.current().nextInt(1 << 16));
      try {
        return Files.createDirectory(
            place.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Some systems mount their temporary directory so that nothing in it can be run. */
  private static boolean letsRun(Path path) throws InterruptedException {
    Path program = path.resolve("try");
    try {
      Files.writeString(program, "#!/bin/sh\nexit 0\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      boolean ran = new ProcessBuilder(program.toString()).start().waitFor() == 0;
      Files.delete(program);
      return ran;
    } catch (IOException e) {
      return false;
    }
  }

  /** The command that was interrupted runs on while the process ends, and may write once more. */
  private static void clearForGood(Path path) {
    for (int rounds = 0; rounds < ROUNDS; rounds++) {
      clear(path);
      pause();
    }
  }

  private static void clear(Path path) {
    EmbeddedFleet.stopPrograms(path);
    remove(path);
  }

  /** A program that is just being stopped may still write: then what it wrote goes next time. */
  private static void remove(Path path) {
    for (int tries = 0; Files.exists(path) && tries < TRIES; tries++) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(one);
        }
      } catch (NoSuchFileException e) {
        // gone by itself
      } catch (IOException | RuntimeException e) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
