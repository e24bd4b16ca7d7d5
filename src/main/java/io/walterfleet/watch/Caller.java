package io.walterfleet.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Function;

/**
 * One that asks: it has so much time to say what it wants, and so much to take the answer.
 *
 * <p>Each has one answer, after which the connection ends. What it still sends then is read and
 * dropped for a moment: else the answer could be lost on the way.
 */
final class Caller {
  /** No browser and no Prometheus asks with a longer head. */
  private static final int LONGEST_HEAD = 8 << 10;

  private static final String END = "\r\n\r\n";

  private final SocketChannel channel;
  private final Function<String, HttpReply> answers;
  private final Duration patience;
  private final ByteBuffer heard = ByteBuffer.allocate(LONGEST_HEAD);
  private ByteBuffer answer = ByteBuffer.allocate(0);
  private boolean answered;
  private boolean drains;
  private long end;

  /**
   * One that has just come.
   *
   * @param answers the answer to a head, which may be malformed
   */
  Caller(SocketChannel channel, Function<String, HttpReply> answers, Duration patience) {
    this.channel = channel;
    this.answers = answers;
    this.patience = patience;
    allow();
  }

  /** Whether it has not yet said what it wants. */
  boolean isUnheard() {
    return !answered;
  }

  /** Whether its time is over. */
  boolean isLate(long now) {
    return now - end > 0;
  }

  /** Does what can be done without waiting; false when there is nothing more to do. */
  boolean goOn(SelectionKey key) throws IOException {
    if (!answered && !listen()) {
      return false;
    }
    if (answered && !drains) {
      channel.write(answer);
      if (answer.hasRemaining()) {
        key.interestOps(SelectionKey.OP_WRITE);
        return true;
      }
      channel.shutdownOutput();
      drains = true;
      allow();
      key.interestOps(SelectionKey.OP_READ);
    }
    return !drains || drain();
  }

  /** What there is to say to one that said nothing in its time. */
  void giveUp() throws IOException {
    if (!answered) {
      channel.write(
          ByteBuffer.wrap(HttpReply.plain(408, "the request did not come\n").message(true)));
    }
  }

  /** Reads what is there; false when it has gone. */
  private boolean listen() throws IOException {
    int count = channel.read(heard);
    String head = new String(heard.array(), 0, heard.position(), ISO_8859_1);
    int stop = head.indexOf(END);
    if (stop < 0 && heard.hasRemaining()) {
      return count >= 0;
    }
    HttpReply httpReply =
        stop < 0
            ? HttpReply.plain(431, "the head of the request is too long\n")
            : answers.apply(head.substring(0, stop));
    answer = ByteBuffer.wrap(httpReply.message(!head.startsWith("HEAD ")));
    answered = true;
    allow();
    return true;
  }

  private boolean drain() throws IOException {
    heard.clear();
    int count = channel.read(heard);
    return count >= 0;
  }

  private void allow() {
    end = System.nanoTime() + patience.toNanos();
  }

  /** Ends the connection. */
  void close() {
    try {
      channel.close();
    } catch (IOException gone) {
      // it is gone either way
    }
  }
}
