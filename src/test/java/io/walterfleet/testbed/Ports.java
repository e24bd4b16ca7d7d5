package io.walterfleet.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Ports for test machines, below those of embedded fleets and those that the kernel gives out.
 *
 * <p>A machine listens on its port at times only: its stack is stopped and started. So that no test
 * of another process takes a port for free meanwhile, each process claims ports by the block; the
 * kernel gives a claim back when the process ends, however it does.
 */
public final class Ports {
  private static final int FIRST = 12_000;
  private static final int BLOCK = 250;
  private static final int BLOCKS = 32;
  private static final List<Integer> CLAIMED = new ArrayList<>();
  private static final Deque<Integer> LEFT = new ArrayDeque<>();

  // never closed: closing any channel to a file ends all claims that this process has on it
  private static final FileChannel CLAIMS = open();

  private Ports() {}

  /** A port of loopback that nobody listens on, and that no other test of this computer gets. */
  public static synchronized int free() {
    for (int attempt = 0; attempt < BLOCK * BLOCKS; attempt++) {
      int port = next();
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // somebody's who claims nothing, or an earlier machine's: the next one
      }
    }
    throw new IllegalStateException("no port of loopback is free");
  }

  private static int next() {
    if (LEFT.isEmpty()) {
      // when no block is left, those ports come again that were given first
      List<Integer> blocks = claim().map(List::of).orElse(CLAIMED);
      for (int block : blocks) {
        for (int i = 0; i < BLOCK; i++) {
          LEFT.add(FIRST + block * BLOCK + i);
        }
      }
    }
    return LEFT.remove();
  }

  /** Claims a block that no process has. */
  private static Optional<Integer> claim() {
    int from = (int) (ProcessHandle.current().pid() % BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      int block = (from + i) % BLOCKS;
      if (!CLAIMED.contains(block) && isGranted(block)) {
        CLAIMED.add(block);
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }

  private static boolean isGranted(int block) {
    try {
      FileLock lock = CLAIMS.tryLock(block, 1, false);
      return lock != null;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static FileChannel open() {
    String name = "walter-fleet-ports-" + System.getProperty("user.name");
    try {
      return FileChannel.open(
          Path.of(System.getProperty("java.io.tmpdir"), name),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
