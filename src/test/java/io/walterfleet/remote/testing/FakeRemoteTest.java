package io.walterfleet.remote.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteContract;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake keeps the contract, and its faults are as unkind as a server's. */
@Tag("unit")
class FakeRemoteTest extends RemoteContract {
  @TempDir Path root;

  @Override
  protected Remote remote() {
    return new FakeRemote(root);
  }

  @Override
  protected Machine machine() {
    return TestMachines.named("edge-01");
  }

  @Test
  void aRefusalIsGivenOnce() throws Exception {
    RemoteException refusal = new RemoteException(Kind.UNREACHABLE, "nobody answers", "");
    FakeRemote remote = new FakeRemote(root).refuse("edge-01", refusal);
    assertThat(catchThrowableOfType(RemoteException.class, () -> remote.open(machine())))
        .isSameAs(refusal);
    remote.open(machine()).close();
    assertThat(remote.connectionsOpened("edge-01")).isEqualTo(1);
  }

  @Test
  void aCutConnectionIsLostAndTheProgramGoesOn() throws Exception {
    FakeRemote remote = new FakeRemote(root);
    Path started = remote.home("edge-01").resolve("started");
    Path finished = remote.home("edge-01").resolve("finished");
    CompletableFuture<Void> cutter =
        CompletableFuture.runAsync(
            () -> {
              await(started);
              remote.cut("edge-01");
            });
    try (Connection connection = remote.open(machine())) {
      Program program = new Program("touch started; sleep 0.3; touch finished", Input.text(""));
      RemoteException failure =
          catchThrowableOfType(
              RemoteException.class, () -> connection.run(program, Duration.ofSeconds(30)));
      assertThat(failure.kind()).isEqualTo(Kind.LOST);
    }
    cutter.join();
    await(finished);
    assertThat(remote.commandLines("edge-01"))
        .containsExactly("touch started; sleep 0.3; touch finished");
  }

  private static void await(Path file) {
    for (int i = 0; i < 500 && !Files.exists(file); i++) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    assertThat(file).exists();
  }
}
