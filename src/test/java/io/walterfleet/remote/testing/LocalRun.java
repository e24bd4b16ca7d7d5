package io.walterfleet.remote.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.walterfleet.remote.Input;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One program of a {@link FakeConnection} while it runs. */
final class LocalRun {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fake remote");
            thread.setDaemon(true);
            return thread;
          });

  private final Process process;
  private final CompletableFuture<Void> lost = new CompletableFuture<>();

  LocalRun(Process process) {
    this.process = process;
  }

  Reply await(Input input, Duration deadline) throws RemoteException, InterruptedException {
    THREADS.execute(() -> write(input));
    CompletableFuture<Kept> out = drained(process.getInputStream());
    CompletableFuture<Kept> err = drained(process.getErrorStream());
    CompletableFuture<Reply> reply =
        out.thenCombine(err, this::reply).applyToEither(lost.thenApply(LocalRun::never), r -> r);
    try {
      return reply.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      abandon();
      throw new RemoteException(
          Kind.TIMED_OUT, "no end of the command after " + deadline.toSeconds() + " s", "", e);
    } catch (ExecutionException e) {
      throw new RemoteException(Kind.LOST, "the connection broke while the command ran", "", e);
    }
  }

  /** Lets go of the process: its streams are closed, and it goes on alone. */
  void abandon() {
    lost.completeExceptionally(new IOException("cut"));
    // closing waits for a write that is under way, which may take as long as the process lives
    THREADS.execute(() -> closeQuietly(process.getOutputStream()));
    THREADS.execute(() -> closeQuietly(process.getInputStream()));
    THREADS.execute(() -> closeQuietly(process.getErrorStream()));
  }

  private void write(Input input) {
    try (OutputStream stdin = process.getOutputStream()) {
      input.writeTo(stdin);
    } catch (IOException e) {
      // a program may end without having read all of its input
    }
  }

  private Reply reply(Kept out, Kept err) {
    return new Reply(
        process.onExit().join().exitValue(),
        out.text(),
        err.text(),
        out.truncated() || err.truncated());
  }

  private static Reply never(Void nothing) {
    throw new IllegalStateException("a lost run has no reply");
  }

  private static CompletableFuture<Kept> drained(InputStream stream) {
    CompletableFuture<Kept> kept = new CompletableFuture<>();
    THREADS.execute(
        () -> {
          try {
            kept.complete(Kept.of(stream));
          } catch (IOException e) {
            kept.completeExceptionally(e);
          }
        });
    return kept;
  }

  private static void closeQuietly(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      // it is the far end's loss
    }
  }

  /** The end of a stream, as much as a reply holds. */
  private record Kept(String text, boolean truncated) {
    static Kept of(InputStream stream) throws IOException {
      byte[] all = stream.readAllBytes();
      int dropped = Math.max(0, all.length - Reply.LIMIT);
      return new Kept(new String(all, dropped, all.length - dropped, UTF_8), dropped > 0);
    }
  }
}
