package io.walterfleet.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * A command line that came over SSH, run by the machine's shell.
 *
 * <p>As with OpenSSH, the channel stays open until the program has ended and nobody holds its
 * output open; and a program outlives a connection that breaks.
 */
final class ShellCommand implements Command {
  private final EmbeddedMachine machine;
  private final String commandLine;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();
  private ExitCallback ended = (exit, words, now) -> {};
  private Optional<Process> process = Optional.empty();

  ShellCommand(EmbeddedMachine machine, String commandLine) {
    this.machine = machine;
    this.commandLine = commandLine;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    ended = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    Process started = machine.start(commandLine);
    process = Optional.of(started);
    thread(() -> pump(in, started.getOutputStream()));
    Thread words = thread(() -> pump(started.getInputStream(), out));
    Thread errors = thread(() -> pump(started.getErrorStream(), err));
    thread(() -> await(started, words, errors));
  }

  @Override
  public void destroy(ChannelSession channel) {
    // a program that still runs meets closed pipes, as behind any sshd
    process.ifPresent(
        one -> {
          close(one.getOutputStream());
          close(one.getInputStream());
          close(one.getErrorStream());
        });
  }

  private void await(Process started, Thread words, Thread errors) {
    try {
      int exit = started.waitFor();
      words.join();
      errors.join();
      ended.onExit(exit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(InputStream from, OutputStream to) {
    byte[] bytes = new byte[32 * 1024];
    try (to) {
      for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
        to.write(bytes, 0, count);
        to.flush();
      }
    } catch (IOException e) {
      // one of the two ends has gone; whoever waits learns it from the exit status
    }
  }

  private static void close(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      // it was closed before
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "embedded shell");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
