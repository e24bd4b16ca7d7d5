package io.walterfleet.app;

import io.walterfleet.rollout.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file that events are written to, if there is one, a line each, at once. */
public final class EventFile implements AutoCloseable {
  private final Optional<PrintWriter> writer;

  private EventFile(Optional<PrintWriter> writer) {
    this.writer = writer;
  }

  /** Opened before anything is changed, so that a wrong name is found out in time. */
  public static EventFile at(Optional<Path> path) throws UsageException {
    if (path.isEmpty()) {
      return new EventFile(Optional.empty());
    }
    OutFile.Kind.EVENTS.mayReplace(path.get());
    try {
      OutputStream out =
          OutFile.isWrittenTo(path.get())
              ? Files.newOutputStream(path.get())
              : NewFile.READABLE.open(path.get());
      return new EventFile(Optional.of(new PrintWriter(out, false, StandardCharsets.UTF_8)));
    } catch (IOException refused) {
      throw UsageException.of(
          "events cannot be written to " + path.get() + " (nothing was changed)",
          "name a file in a directory that you may write to");
    }
  }

  public void line(String json) {
    writer.ifPresent(
        file -> {
          file.println(json);
          file.flush();
        });
  }

  /** True when something could not be written. */
  public boolean isIncomplete() {
    return writer.isPresent() && writer.get().checkError();
  }

  /** What the program returns for this alone. */
  public ExitCode exitCode() {
    return isIncomplete() ? ExitCode.UNWRITTEN : ExitCode.OK;
  }

  @Override
  public void close() {
    writer.ifPresent(PrintWriter::close);
  }
}
