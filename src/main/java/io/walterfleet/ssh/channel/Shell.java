package io.walterfleet.ssh.channel;

import io.walterfleet.remote.Input;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.ShellQuoting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A shell on the machine that runs one program after another, so that each costs one round trip.
 *
 * <ol>
 *   <li>The shell is started once and reads its standard input, which stays open.
 *   <li>A program is sent to it as one quoted word. The shell gives it in the environment to a
 *       shell of its own, whose pid, traps and exit are the program's; no argument, which anybody
 *       on the machine could see, and no file, which a full disk would refuse.
 *   <li>A line before it says that the shell answers while its input is open. Where that does not
 *       come, the input is ended: so a wrapper that waits for its end goes on, and the shell is not
 *       used again.
 *   <li>A line behind it, on both streams, says how it ended. Who can't be told by that has lost
 *       the shell: then the channel is closed, and known to be.
 * </ol>
 */
final class Shell {
  /** The most that is sent: Linux takes 128 kB for one word of an environment. */
  static final int LONGEST = 100_000;

  private static final Duration GREETING = Duration.ofSeconds(5);

  /** How long after its output the errors may come; they were written before it. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final int SIGNALLED = 128;
  private static final int SIGNALS = 64;
  private static final Map<Integer, String> NAMES =
      Map.of(1, "HUP", 2, "INT", 9, "KILL", 13, "PIPE", 15, "TERM");

  private final String commandLine;
  private final ExecChannel<Strands> execChannel;
  private boolean fresh = true;
  private boolean greeted = true;
  private boolean closed;

  private Shell(String commandLine, ExecChannel<Strands> execChannel) {
    this.commandLine = commandLine;
    this.execChannel = execChannel;
  }

  /** Starts one, by a command line that starts a POSIX shell. */
  static Shell start(SshSession sshSession, String commandLine, Deadline time)
      throws RemoteException, InterruptedException {
    return new Shell(commandLine, ExecChannel.start(sshSession, commandLine, Strands::new, time));
  }

  /** Whether a program for this command line can be run by it. */
  boolean serves(String line) {
    return greeted
        && !closed
        && line.equals(commandLine)
        && !execChannel.streams().out.isClosed()
        && !execChannel.isClosed();
  }

  /** Whether it answered while its input was open, as far as we know. */
  boolean isGreeted() {
    return greeted;
  }

  /** Runs a program and waits for its end; after a failure the shell is not used again. */
  Reply run(String program, Deadline time) throws RemoteException, InterruptedException {
    String mark = UUID.randomUUID().toString();
    Strands strands = execChannel.streams();
    strands.expect(mark);
    boolean done = false;
    try {
      execChannel.write(framed(program, mark), time);
      if (fresh && !strands.out.begins(time.left(GREETING))) {
        greeted = false;
        execChannel.endInput();
      }
      execChannel.await(strands::end, time);
      Reply reply = reply(time);
      done = true;
      return reply;
    } finally {
      fresh = false;
      if (!done) {
        close();
      }
    }
  }

  /** Ends it; a program that it still runs may go on. */
  void close() {
    closed = true;
    execChannel.drop();
  }

  /** The program between its two lines; in three parts, because it is long. */
  private static Input framed(String program, String mark) {
    String before = "printf '\\n%s\\n' '" + FramedOutput.begin(mark) + "'\nwalter_fleet_program=";
    String quoted = ShellQuoting.quoted(program);
    String last = "'\\n%s%s\\n' '" + FramedOutput.end(mark) + "' \"$walter_fleet_exit\"";
    String behind =
        " sh -c 'eval \"unset walter_fleet_program; $walter_fleet_program\"' </dev/null\n"
            + "walter_fleet_exit=$?\n"
            + ("printf " + last + " >&2\n")
            + ("printf " + last + "\n");
    return out -> {
      for (String part : List.of(before, quoted, behind)) {
        out.write(part.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private Reply reply(Deadline time) throws RemoteException, InterruptedException {
    FramedOutput out = execChannel.streams().out;
    FramedOutput err = execChannel.streams().err;
    err.ends(time.left(GRACE));
    boolean truncated = out.isTruncated() || err.isTruncated();
    return new Reply(status(time), out.take(), err.take(), truncated);
  }

  /** How the program ended; where only the shell's own end is known, a shell that did not start. */
  private int status(Deadline time) throws RemoteException {
    if (execChannel.streams().out.exit().isPresent()) {
      int status = Integer.parseInt(execChannel.streams().out.exit().get());
      if (status > SIGNALLED && status <= SIGNALLED + SIGNALS) {
        int signal = status - SIGNALLED;
        throw ExecChannel.killed(NAMES.getOrDefault(signal, Integer.toString(signal)));
      }
      return status;
    }
    if (execChannel.exit().isEmpty()) {
      throw execChannel.death(time);
    }
    if (!fresh || execChannel.streams().out.hasBegun()) {
      throw new RemoteException(
          Kind.LOST, "the shell on the machine ended while the command ran", "");
    }
    return execChannel.exit().getAsInt();
  }

  /** The two output streams. */
  private record Strands(FramedOutput out, FramedOutput err) implements ExecChannel.Streams {
    Strands() {
      this(new FramedOutput(), new FramedOutput());
    }

    /** The library tells of the end of the output before it knows the exit status. */
    boolean end(Duration slice) throws InterruptedException {
      return out.ends(slice) && (out.exit().isPresent() || err.closes(slice));
    }

    void expect(String mark) {
      out.expect(mark);
      err.expect(mark);
    }
  }
}
