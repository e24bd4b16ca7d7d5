package io.walterfleet.ssh.channel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One output stream of a shell: it keeps what comes between the two lines that mark the program
 * under way.
 *
 * <p>Where the first line never came, it keeps all, which then is what a shell that did not start
 * has to say. What comes after the last line belongs to no program and is dropped.
 */
final class FramedOutput extends OutputStream {
  /** More than a mark and what stands behind it. */
  private static final int LONGEST = 100;

  private final StringBuilder line = new StringBuilder();
  private String mark = "";
  private TailBuffer tailBuffer = new TailBuffer(() -> {});
  private Optional<String> end = Optional.empty();
  private boolean begun;
  private boolean closed;

  /** The line before a program. */
  static String begin(String mark) {
    return mark + " begin";
  }

  /** The line behind it, without what it ended with. */
  static String end(String mark) {
    return mark + " end ";
  }

  /**
   * From now on a program is awaited whose lines have this mark. What came before the first one is
   * kept: a shell that cannot start may say so at once.
   */
  synchronized void expect(String next) {
    if (!mark.isEmpty()) {
      tailBuffer = new TailBuffer(() -> {});
    }
    mark = next;
    end = Optional.empty();
    begun = false;
  }

  @Override
  public void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    int stop = from + length;
    for (int at = from; at < stop && end.isEmpty(); ) {
      int next = behindLine(bytes, at, stop);
      take(bytes, at, next - at);
      at = next;
    }
    notifyAll();
  }

  private static int behindLine(byte[] bytes, int from, int stop) {
    for (int i = from; i < stop; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return stop;
  }

  private void take(byte[] bytes, int from, int length) {
    tailBuffer.write(bytes, from, length);
    int room = Math.max(0, Math.min(length, LONGEST - line.length()));
    line.append(new String(bytes, from, room, ISO_8859_1));
    if (bytes[from + length - 1] == '\n') {
      look(line.toString().stripTrailing());
      line.setLength(0);
    }
  }

  private void look(String whole) {
    if (whole.equals(begin(mark))) {
      begun = true;
      tailBuffer = new TailBuffer(() -> {});
    } else if (whole.startsWith(end(mark)) && whole.matches(".* \\d{1,3}")) {
      end = Optional.of(whole.substring(end(mark).length()));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Waits for the first line, or for the end of it all. */
  synchronized boolean begins(Duration time) throws InterruptedException {
    return await(() -> begun || end.isPresent() || closed, time);
  }

  /** Waits for the last line, or for the end of it all. */
  synchronized boolean ends(Duration time) throws InterruptedException {
    return await(() -> end.isPresent() || closed, time);
  }

  @SuppressWarnings("WaitNotInLoop") // it is
  private boolean await(BooleanSupplier done, Duration time) throws InterruptedException {
    Deadline deadline = Deadline.of(time);
    while (!done.getAsBoolean() && !deadline.isOver()) {
      wait(deadline.left().toMillis() + 1);
    }
    return done.getAsBoolean();
  }

  /** Whether the program's first line came. */
  synchronized boolean hasBegun() {
    return begun;
  }

  /** Whether nothing more will come. */
  synchronized boolean isClosed() {
    return closed;
  }

  /** Waits for the end of it all. */
  synchronized boolean closes(Duration time) throws InterruptedException {
    return await(() -> closed, time);
  }

  /** What the program ended with; empty as long as its last line has not come. */
  synchronized Optional<String> exit() {
    return end;
  }

  /** What the program said; it is not held any longer. */
  synchronized String take() {
    String all = tailBuffer.text();
    tailBuffer = new TailBuffer(() -> {});
    int tail = end.map(code -> ("\n" + end(mark) + code + "\n").length()).orElse(0);
    return all.substring(0, Math.max(0, all.length() - tail));
  }

  synchronized boolean isTruncated() {
    return tailBuffer.isTruncated();
  }
}
