package io.walterfleet.ssh;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A real ssh-agent of a test. */
public record SshAgent(Path socket, Process process) implements AutoCloseable {
  /** Starts one that listens there. */
  public static SshAgent start(Path socket) throws Exception {
    Process process =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int i = 0; i < 1000 && !isListening(socket); i++) {
      Thread.sleep(10);
    }
    return new SshAgent(socket, process);
  }

  /** Its socket is there a moment before it listens. */
  private static boolean isListening(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Gives it a key without a passphrase. */
  public void add(Path key) throws IOException, InterruptedException {
    ProcessBuilder line = new ProcessBuilder("ssh-add", "-q", key.toString());
    line.environment().put("SSH_AUTH_SOCK", socket.toString());
    Process adding = line.redirectErrorStream(true).start();
    String out = new String(adding.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (adding.waitFor() != 0) {
      throw new IOException("ssh-add: " + out);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
