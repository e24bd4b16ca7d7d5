package io.walterfleet.ssh.channel;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.walterfleet.remote.Input;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.protocol.Failures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One command line on one channel of a session, from its start to its end.
 *
 * <p>A refused opening is tried again for a moment: a server that allows few sessions counts the
 * one before until it has read our goodbye to it, and may read our next request in the same breath.
 *
 * @param <S> where the output of the command goes
 */
final class ExecChannel<S extends ExecChannel.Streams> {
  private static final int UNKNOWN = -1;
  private static final int REFUSALS = 6;
  private static final long FIRST_PAUSE = 10;
  private static final Duration SLICE = Duration.ofSeconds(1);

  private final SshSession sshSession;
  private final ChannelExec channel;
  private final S streams;

  private ExecChannel(SshSession sshSession, ChannelExec channel, S streams) {
    this.sshSession = sshSession;
    this.channel = channel;
    this.streams = streams;
  }

  /** Where output goes; the library closes both when it closes the channel. */
  interface Streams {
    OutputStream out();

    OutputStream err();
  }

  /** Waits for something for so long, and says whether it came. */
  interface Wait {
    boolean upTo(Duration time) throws InterruptedException;
  }

  /**
   * Opens a channel and sends the command line, without waiting for the answer to it.
   *
   * @param streams made anew for each attempt, because a refused channel closes them
   */
  static <S extends Streams> ExecChannel<S> start(
      SshSession sshSession, String commandLine, Supplier<S> streams, Deadline time)
      throws RemoteException, InterruptedException {
    for (int refusals = 1; ; refusals++) {
      ExecChannel<S> execChannel =
          new ExecChannel<>(sshSession, sshSession.programChannel(), streams.get());
      boolean started = false;
      try {
        Optional<JSchException> refusal = execChannel.open(commandLine, time);
        started = refusal.isEmpty();
        if (started) {
          return execChannel;
        }
        if (refusals == REFUSALS) {
          throw refused(refusal.get());
        }
      } finally {
        if (!started) {
          execChannel.drop();
        }
      }
      TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE << refusals);
    }
  }

  /** Opens the channel and sends the command; what it gives is the server's refusal. */
  private Optional<JSchException> open(String commandLine, Deadline time) throws RemoteException {
    channel.setCommand(commandLine.getBytes(StandardCharsets.UTF_8));
    channel.setOutputStream(streams.out());
    channel.setErrStream(streams.err());
    // a timeout given to the library here would cost a round trip and a poll of 10 ms
    Watchdog.Alarm late = sshSession.after(time.left(), sshSession::cut);
    try (late) {
      channel.connect(0);
      return Optional.empty();
    } catch (JSchException e) {
      if (time.isOver()) {
        throw time.timedOut();
      }
      if (sshSession.isUp() && channel.getExitStatus() != UNKNOWN) {
        return Optional.of(e);
      }
      throw lost("before the command was sent", e);
    }
  }

  S streams() {
    return streams;
  }

  /** Whether it has come to its end. */
  boolean isClosed() {
    return channel.isClosed() || !sshSession.isUp();
  }

  /** Writes to its standard input, which stays open. */
  void write(Input input, Deadline time) throws RemoteException {
    Watchdog.Alarm late = sshSession.after(time.left(), this::drop);
    try (late) {
      // made anew each time: the library's stream holds 32 kB as long as it is kept
      OutputStream stdin = channel.getOutputStream();
      input.writeTo(stdin);
      stdin.flush();
    } catch (IOException e) {
      // a command may end without having read all of its input: what it answered decides
      if (time.isOver()) {
        throw time.timedOut();
      }
    }
  }

  /** Ends its standard input. */
  void endInput() {
    try {
      channel.getOutputStream().close();
    } catch (IOException e) {
      // it has gone: what it answered decides
    }
  }

  /** Waits for something that this channel does at last when it ends. */
  void await(Wait wait, Deadline time) throws RemoteException, InterruptedException {
    // in slices, because a session that dies just while a channel opens forgets that channel
    while (!wait.upTo(time.left(SLICE))) {
      if (time.isOver()) {
        throw time.timedOut();
      }
      if (!sshSession.isUp()) {
        throw lost("while the command ran");
      }
    }
  }

  /** Its exit status; never known before the channel is closed, and not always then. */
  OptionalInt exit() {
    int status = channel.getExitStatus();
    return status == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** Why it ended without an exit status. */
  RemoteException death(Deadline time) {
    if (time.isOver()) {
      return time.timedOut();
    }
    String signal = channel.getExitSignal();
    return signal == null ? lost("while the command ran") : killed(Failures.tidy(signal));
  }

  /** The machine ended the command. */
  static RemoteException killed(String signal) {
    return new RemoteException(
        Kind.LOST,
        "the command was killed on the machine by signal " + signal,
        "look for an out-of-memory kill in its kernel log (dmesg)");
  }

  /** Ends the channel, unless it has ended; what runs on the machine may go on. */
  void drop() {
    if (!channel.isClosed()) {
      sshSession.drop(channel);
    }
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
