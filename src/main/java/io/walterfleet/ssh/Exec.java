package io.walterfleet.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One program on one line, from the opening of its channel to its exit status.
 *
 * <ol>
 *   <li>The channel is opened and the command line sent, without waiting for the answer to it.
 *   <li>This thread writes the input, while the session's thread keeps what both streams bring.
 *   <li>This thread waits until the channel is closed; only then the exit status is known.
 * </ol>
 *
 * <p>Nothing polls: the library closes our error stream when it closes the channel.
 *
 * <p>A refused opening is tried again for a moment: a server that allows few sessions counts the
 * one before until it has read our goodbye to it, and may read our next request in the same breath.
 */
final class Exec {
  private static final int UNKNOWN = -1;
  private static final int REFUSALS = 6;
  private static final long FIRST_PAUSE = 10;

  private final Line line;
  private final ChannelExec channel;
  private final long end;
  private final Duration deadline;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Kept out = new Kept(() -> {});
  private final Kept err = new Kept(closed::countDown);

  private Exec(Line line, ChannelExec channel, Duration deadline, long end) {
    this.line = line;
    this.channel = channel;
    this.deadline = deadline;
    this.end = end;
  }

  /** Runs a program and waits for its end. */
  static Reply run(Line line, Program program, Duration deadline)
      throws RemoteException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    for (int refusals = 1; ; refusals++) {
      Exec exec = new Exec(line, line.programChannel(), deadline, end);
      try {
        Optional<JSchException> refusal = exec.open(program.commandLine());
        if (refusal.isEmpty()) {
          exec.write(program.input());
          exec.awaitEnd();
          return exec.reply();
        }
        if (refusals == REFUSALS) {
          throw refused(refusal.get());
        }
      } finally {
        if (!exec.channel.isClosed()) {
          line.drop(exec.channel);
        }
      }
      TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE << refusals);
    }
  }

  /** Opens the channel and sends the command; what it gives is the server's refusal. */
  private Optional<JSchException> open(String commandLine) throws RemoteException {
    channel.setCommand(commandLine.getBytes(StandardCharsets.UTF_8));
    channel.setOutputStream(out);
    channel.setErrStream(err);
    try {
      // a timeout given to the library here would cost a round trip and a poll of 10 ms
      line.guard(left(), line::cut, () -> channel.connect(0));
      return Optional.empty();
    } catch (JSchException e) {
      if (left().isZero()) {
        throw timedOut();
      }
      if (line.isUp() && channel.getExitStatus() != UNKNOWN) {
        return Optional.of(e);
      }
      throw lost("before the command was sent", e);
    }
  }

  private void write(Input input) throws RemoteException {
    try (OutputStream stdin = channel.getOutputStream()) {
      line.guard(left(), () -> line.drop(channel), () -> writeAll(input, stdin));
    } catch (IOException e) {
      // a program may end without having read all of its input: what it answered decides
      if (left().isZero()) {
        throw timedOut();
      }
    }
  }

  private static void writeAll(Input input, OutputStream stdin) throws IOException {
    input.writeTo(stdin);
    stdin.flush();
  }

  private void awaitEnd() throws RemoteException, InterruptedException {
    // in slices, because a session that dies just while a channel opens forgets that channel
    while (!closed.await(Math.min(left().toMillis(), 1000), TimeUnit.MILLISECONDS)) {
      if (left().isZero()) {
        throw timedOut();
      }
      if (!line.isUp()) {
        throw lost("while the command ran");
      }
    }
  }

  private Reply reply() throws RemoteException {
    if (channel.getExitStatus() != UNKNOWN) {
      return new Reply(
          channel.getExitStatus(), out.text(), err.text(), out.isTruncated() || err.isTruncated());
    }
    if (left().isZero()) {
      throw timedOut();
    }
    String signal = channel.getExitSignal();
    throw signal == null
        ? lost("while the command ran")
        : new RemoteException(
            Kind.LOST,
            "the command was killed on the machine by signal " + Failures.tidy(signal),
            "look for an out-of-memory kill in its kernel log (dmesg)");
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  private RemoteException timedOut() {
    return new RemoteException(
        Kind.TIMED_OUT,
        "the command did not end within " + Failures.shown(deadline) + "; it may still run",
        "look at the load of the machine");
  }

  private static RemoteException refused(JSchException cause) {
    return new RemoteException(
        Kind.LOST,
        "the server opens no further session on this connection (MaxSessions)",
        "",
        cause);
  }

  private static RemoteException lost(String when) {
    return new RemoteException(Kind.LOST, "the connection broke " + when, "");
  }

  private static RemoteException lost(String when, JSchException cause) {
    return new RemoteException(
        Kind.LOST, "the connection broke " + when + Failures.spoken(cause), "", cause);
  }
}
