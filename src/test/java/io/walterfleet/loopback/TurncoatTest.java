package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Machine;
import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import io.walterfleet.testbed.MachineLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One machine of three makes this program throw what nobody foresaw; the others come through. */
@Tag("loopback")
@Timeout(120)
class TurncoatTest {
  private static final String REASON =
      "this program could not handle what it met, which is a bug; the details are in DESK/";

  @Test
  void thePlanOfTheOthersIsMade() throws Exception {
    try (Desk desk = Desk.withInstalled(3, Desk.FROM)) {
      desk.reach(() -> new Turncoat(desk.remote(), program -> true));
      Ran ran = desk.run("plan", "-i", desk.write(desk.inventory()).toString());
      assertThat(ran.exitCode()).isEqualTo(8);
      assertThat(ran.out().replaceAll("\\s+", " "))
          .contains("3 machines: 2 to change, 1 unknown")
          .contains(REASON);
      assertThat(errors(desk)).isEqualTo(1);
      Ran status = desk.run("status", "-i", desk.write(desk.inventory()).toString());
      assertThat(status.exitCode()).isEqualTo(8);
      assertThat(status.out()).contains("ready").contains("unknown");
      desk.forgetWishes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage", "swap", "restart", "finish", "tunnel"})
  void theOthersAreApplied(String moment) throws Exception {
    try (Desk desk = Desk.withInstalled(3, Desk.FROM)) {
      Path inventory = desk.write(desk.inventory().rollout("maxFailed: 3, batch: [100%]"));
      desk.reach(() -> new Turncoat(desk.remote(), program -> isStep(program, moment)));
      Ran ran = desk.run("apply", "--yes", "-i", inventory.toString());
      assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(3);
      assertThat(ran.out()).contains("2 applied").contains("1 failed");
      assertThat(ran.out().replaceAll("\\s+", " ")).contains(REASON);
      desk.reach(desk::remote);
      new MachineLock(desk.machine(1)).endLease();
      assertThat(desk.apply(inventory).exitCode()).isZero();
      desk.assertNothingToDo(3, inventory);
    }
  }

  @Test
  void theWatchGoesOn() throws Exception {
    try (Desk desk = Desk.withInstalled(3, Desk.FROM)) {
      desk.reach(() -> new Turncoat(desk.remote(), program -> true));
      Path inventory = desk.write(desk.inventory());
      CompletableFuture<Ran> watch =
          CompletableFuture.supplyAsync(
              () -> desk.run("watch", "--every", "1s", "-i", inventory.toString()));
      Desk.await(() -> errors(desk) > 2);
      desk.interrupt();
      Ran ran = watch.get(60, TimeUnit.SECONDS);
      assertThat(ran.exitCode()).isZero();
      assertThat(ran.out()).contains("1 unknown");
      desk.forgetWishes();
    }
  }

  /** A step that runs detached is a word in the program that starts it, and so quoted twice. */
  private static boolean isStep(String program, String step) {
    return program.contains("wf_step='" + step + "'")
        || program.contains("wf_step='\\''" + step + "'\\''");
  }

  private static long errors(Desk desk) throws IOException {
    Path folder = desk.folder().resolve(".cache/walter-fleet/errors");
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  /**
   * A remote in which the second machine is not what it seems.
   *
   * @param isHis tells the programs at which it shows
   */
  private record Turncoat(Remote real, Predicate<String> isHis) implements Remote {
    @Override
    public Connection open(Machine machine) throws RemoteException, InterruptedException {
      Connection connection = real.open(machine);
      return machine.name().equals("machine-002") ? new Hostile(connection, isHis) : connection;
    }
  }

  private record Hostile(Connection real, Predicate<String> isHis) implements Connection {
    @Override
    public Reply run(Program program, Duration deadline)
        throws RemoteException, InterruptedException {
      if (isHis.test(text(program))) {
        throw new StackOverflowError();
      }
      return real.run(program, deadline);
    }

    @Override
    public Tunnel tunnel(String host, int port, Duration deadline)
        throws RemoteException, InterruptedException {
      if (isHis.test("wf_step='tunnel'")) {
        throw new StackOverflowError();
      }
      return real.tunnel(host, port, deadline);
    }

    @Override
    public void close() {
      real.close();
    }

    private static String text(Program program) {
      try {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        program.input().writeTo(text);
        return text.toString(StandardCharsets.ISO_8859_1);
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
