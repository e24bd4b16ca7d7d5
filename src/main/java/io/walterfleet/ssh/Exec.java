package io.walterfleet.ssh;

import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
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
 */
final class Exec {
  private Exec() {}

  /** Runs a program and waits for its end. */
  static Reply run(Line line, Program program, Allowance time)
      throws RemoteException, InterruptedException {
    Job<Both> job = Job.start(line, program.commandLine(), Both::new, time);
    try {
      job.writeAll(program.input(), time);
      Both both = job.streams();
      job.await(slice -> both.closed.await(slice.toMillis(), TimeUnit.MILLISECONDS), time);
      return reply(job, time);
    } finally {
      job.drop();
    }
  }

  private static Reply reply(Job<Both> job, Allowance time) throws RemoteException {
    if (job.exit().isEmpty()) {
      throw job.death(time);
    }
    Kept out = job.streams().out;
    Kept err = job.streams().err;
    return new Reply(
        job.exit().getAsInt(), out.text(), err.text(), out.isTruncated() || err.isTruncated());
  }

  /** What both streams brought. */
  private record Both(Kept out, Kept err, CountDownLatch closed) implements Job.Streams {
    Both() {
      this(new CountDownLatch(1));
    }

    private Both(CountDownLatch closed) {
      this(new Kept(() -> {}), new Kept(closed::countDown), closed);
    }
  }
}
