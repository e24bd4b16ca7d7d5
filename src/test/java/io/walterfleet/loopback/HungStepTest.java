package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step whose docker never returns: the way from its deadline to a machine that is in sync. */
@Tag("loopback")
@Timeout(180)
class HungStepTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Test
  void aStepThatHangsIsGivenUpAndItsLockHeldUntilSomebodyEndsIt() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      LoopbackMachine machine = desk.machine(0);
      machine.docker().delay(" up -d", Duration.ofMinutes(10));
      Path inventory = desk.write(desk.inventory());
      desk.reach(() -> impatient(desk.remote()));

      Ran hung = desk.run("apply", "--yes", "-i", inventory.toString());
      assertThat(hung.exitCode()).isEqualTo(3);
      assertThat(hung.out())
          .endsWith(
              """
              unreachable: machine-001
                  the command did not end within 15 s; it may still run (during restart; the step keeps running on
                  the machine); whether Walter runs there is not known
                  fix: see what hangs on the machine (docker ps, ~/.walter-fleet/steps); then run apply again: it resumes where the machine is

              Walter is down, or may be, on 1 machine: machine-001
              1 machine: 1 unreachable in TIME
              """);
      assertThat(desk.apply(inventory).exitCode()).as("as long as it hangs").isEqualTo(6);
      desk.run("plan", "-i", inventory.toString());
      String lock = found("walter-fleet unlock (?:-i \\S+ )?(\\S+)", last(desk));
      Ran held = desk.run("unlock", lock, "-i", inventory.toString());
      assertThat(held.exitCode()).isEqualTo(6);
      assertThat(held.out()).contains("its step restart is still running on the machine");
      machine.shell(found("if it hangs, end it there: (kill -- -\\d+)", last(desk)));
      machine.docker().heal();
      assertThat(desk.run("unlock", lock, "-i", inventory.toString()).exitCode()).isZero();
      assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
      assertThat(desk.look(inventory)).isEqualTo(Desk.inSync(1));
    }
  }

  private static String last(Desk desk) {
    return desk.spoken().get(desk.spoken().size() - 2);
  }

  private static String found(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }

  /** The same machines, of which nothing is awaited for longer than a test may take. */
  private static Remote impatient(Remote remote) {
    return machine -> {
      Connection connection = remote.open(machine);
      return new Connection() {
        @Override
        public Reply run(Program program, Duration deadline)
            throws RemoteException, InterruptedException {
          return connection.run(program, deadline.compareTo(PATIENCE) < 0 ? deadline : PATIENCE);
        }

        @Override
        public Tunnel tunnel(String host, int port, Duration deadline)
            throws RemoteException, InterruptedException {
          return connection.tunnel(host, port, deadline);
        }

        @Override
        public void close() {
          connection.close();
        }
      };
    };
  }
}
