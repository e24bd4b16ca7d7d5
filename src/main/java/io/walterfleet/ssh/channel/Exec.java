package io.walterfleet.ssh.channel;

import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One program in one session, from the opening of its channel to its exit status.
 *
 * <ol>
 *   <li>The channel is opened and the command line sent, without waiting for the answer to it.
 *   <li>This thread writes the input, while the session's thread keeps what both streams bring.
 *   <li>This thread waits until the channel is closed; only then the exit status is known.
 * </ol>
 *
 * <p>Nothing polls: the library closes our error stream when it closes the channel.
 */
final class Exec {
  private Exec() {}

  /** Runs a program and waits for its end. */
  static Reply run(SshSession sshSession, Program program, Deadline time)
      throws RemoteException, InterruptedException {
    ExecChannel<Both> execChannel =
        ExecChannel.start(sshSession, program.commandLine(), Both::new, time);
    try {
      execChannel.write(program.input(), time);
      execChannel.endInput();
      Both both = execChannel.streams();
      execChannel.await(slice -> both.closed.await(slice.toMillis(), TimeUnit.MILLISECONDS), time);
      return reply(execChannel, time);
    } finally {
      execChannel.drop();
    }
  }

  private static Reply reply(ExecChannel<Both> execChannel, Deadline time) throws RemoteException {
    if (execChannel.exit().isEmpty()) {
      throw execChannel.death(time);
    }
    TailBuffer out = execChannel.streams().out;
    TailBuffer err = execChannel.streams().err;
    return new Reply(
        execChannel.exit().getAsInt(),
        out.text(),
        err.text(),
        out.isTruncated() || err.isTruncated());
  }

  /** What both streams brought. */
  private record Both(TailBuffer out, TailBuffer err, CountDownLatch closed)
      implements ExecChannel.Streams {
    Both() {
      this(new CountDownLatch(1));
    }

    private Both(CountDownLatch closed) {
      this(new TailBuffer(() -> {}), new TailBuffer(closed::countDown), closed);
    }
  }
}
