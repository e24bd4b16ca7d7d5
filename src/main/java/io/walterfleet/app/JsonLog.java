package io.walterfleet.app;

import io.walterfleet.format.LogJson;
import io.walterfleet.format.LogLevel;
import java.io.Writer;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Standard error for programs: one JSON object a line, whatever is written to it.
 *
 * <p>What somebody prints who knows nothing of records is one, too, as soon as it is flushed.
 */
public final class JsonLog extends Log {
  private final LogJson records;

  /** The log of one command that goes where another log did. */
  public JsonLog(Log to, String command, InstantSource clock) {
    this(
        new LogJson(
            command,
            clock,
            line -> {
              to.println(line);
              to.flush();
            }));
  }

  private JsonLog(LogJson records) {
    super(new Gathered(records));
    this.records = records;
  }

  @Override
  public void note(String words) {
    records.text(LogLevel.WARN, words);
  }

  @Override
  public void problem(String text) {
    records.text(LogLevel.ERROR, text);
  }

  @Override
  public Optional<LogJson> records() {
    return Optional.of(records);
  }

  /** Keeps text until it is whole. */
  private static final class Gathered extends Writer {
    private final LogJson records;
    private final StringBuilder text = new StringBuilder();

    Gathered(LogJson records) {
      this.records = records;
    }

    @Override
    public void write(char[] some, int from, int length) {
      synchronized (text) {
        text.append(some, from, length);
      }
    }

    @Override
    public void flush() {
      String whole;
      synchronized (text) {
        whole = text.toString();
        text.setLength(0);
      }
      records.text(LogLevel.INFO, whole);
    }

    @Override
    public void close() {
      flush();
    }
  }
}
