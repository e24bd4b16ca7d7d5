package io.walterfleet.app;

import io.walterfleet.fleet.Incidents;
import io.walterfleet.rollout.Containment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files in which the details of errors are, for whoever mends this program; readable to their
 * owner only. The newest {@link #KEPT} stay: a machine that causes one at each look must not fill
 * the disk.
 */
public final class ErrorFiles implements Incidents {
  static final int KEPT = 50;

  /** A trace is shorter; a message in it may not be. */
  private static final int LONGEST = 64 << 10;

  private static final FileAttribute<?> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final CommandRuntime runtime;

  public ErrorFiles(CommandRuntime runtime) {
    this.runtime = runtime;
  }

  /** What becomes of what a machine makes this program throw. */
  public Containment containment() {
    return new Containment(this, this::note);
  }

  private void note(String words) {
    runtime.console().err().note(words);
  }

  @Override
  @SuppressWarnings("IllegalCatch") // memory may be what is short
  public String place(Throwable incident) {
    try {
      return written(trace(incident));
    } catch (RuntimeException | Error again) {
      return "no file: none could be written";
    }
  }

  private String trace(Throwable incident) {
    StringWriter trace = new StringWriter();
    incident.printStackTrace(new PrintWriter(trace));
    String whole = "walter-fleet " + runtime.environment().version() + "\n" + trace;
    return whole.substring(0, Math.min(LONGEST, whole.length()));
  }

  private String written(String trace) {
    String name = "error-" + RunIds.next(runtime) + ".txt";
    for (Path folder : List.of(runtime.environment().cache().resolve("errors"), Path.of("/tmp"))) {
      try {
        Files.createDirectories(folder, OWN);
        Path file = folder.resolve(name);
        NewFile.PRIVATE.write(file, trace);
        prune(folder, file);
        return file.toString();
      } catch (IOException unwritable) {
        // the next folder, if there is one
      }
    }
    return "no file: none could be written";
  }

  private static void prune(Path folder, Path latest) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> old =
          files
              .filter(file -> !file.equals(latest))
              .filter(file -> file.getFileName().toString().matches("error-\\d{8}T.{1,40}\\.txt"))
              .sorted(Comparator.comparing(Path::getFileName).reversed())
              .skip(KEPT - 1)
              .toList();
      for (Path file : old) {
        Files.deleteIfExists(file);
      }
    } catch (IOException unwritable) {
      // they stay; the next one tries again
    }
  }
}
