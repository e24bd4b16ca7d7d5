package io.walterfleet.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace from which this computer is reached over a long and lossy wire, and nothing
 * else at all.
 *
 * <p>The wire is a program between two interfaces, because the kernel that runs the tests may have
 * no netem (that of the project's own machines has none). It needs root, {@code ip} and {@code
 * /dev/net/tun}; where these are missing, starting it fails and says so.
 */
public final class SlowNetwork implements AutoCloseable {
  private static final String NEAR = "10.213.7.1";
  private static final String INSIDE = "10.213.7.2";

  private final String name;
  private final Process wire;
  private final List<String> addresses;

  private SlowNetwork(String name, Process wire, List<String> addresses) {
    this.name = name;
    this.wire = wire;
    this.addresses = List.copyOf(addresses);
  }

  /**
   * Lays the wire.
   *
   * @param addresses how many addresses this computer gets at its end
   * @param delay how long each packet takes, in each direction
   * @param loss of a hundred packets, in each direction
   */
  public static SlowNetwork start(int addresses, Duration delay, int loss)
      throws IOException, InterruptedException {
    if (!Files.isWritable(Path.of("/dev/net/tun"))) {
      throw new IOException(
          "there is no /dev/net/tun, or this user may not use it: a slow network needs root and the"
              + " kernel's tun driver");
    }
    String name = "wf" + ProcessHandle.current().pid();
    Process wire =
        new ProcessBuilder(
                "perl",
                "src/test/resources/testbed/lossy-wire",
                name + "a",
                name + "b",
                Long.toString(delay.toMillis()),
                Integer.toString(loss),
                "7")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < addresses; i++) {
      all.add("10.213.7." + (11 + i));
    }
    SlowNetwork network = new SlowNetwork(name, wire, all);
    try {
      network.layOut();
      return network;
    } catch (IOException | RuntimeException failure) {
      network.close();
      throw failure;
    }
  }

  private void layOut() throws IOException, InterruptedException {
    BufferedReader said = wire.inputReader(StandardCharsets.UTF_8);
    if (!"ready".equals(said.readLine())) {
      throw new IOException("the wire between the two ends of a slow network did not come up");
    }
    ip("netns", "add", name);
    ip("link", "set", name + "b", "netns", name);
    ip("addr", "add", NEAR + "/24", "dev", name + "a");
    for (String address : addresses) {
      ip("addr", "add", address + "/32", "dev", name + "a");
    }
    ip("link", "set", name + "a", "up");
    ip("-n", name, "addr", "add", INSIDE + "/24", "dev", name + "b");
    ip("-n", name, "link", "set", name + "b", "up");
    ip("-n", name, "link", "set", "lo", "up");
  }

  /** The addresses at which this computer is reached over the wire. */
  public List<String> addresses() {
    return addresses;
  }

  /** The words before a command line that put it at the far end of the wire. */
  public List<String> inside() {
    return List.of("ip", "netns", "exec", name);
  }

  @Override
  public void close() throws IOException {
    wire.destroyForcibly();
    try {
      wire.waitFor();
      LocalCommand.of("sh", "-c", "ip netns del " + name + " 2>/dev/null || :").run();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static void ip(String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("ip"));
    line.addAll(List.of(words));
    LocalCommand.of(line.toArray(String[]::new)).run();
  }
}
