package io.walterfleet.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * A request under way, in a thread of its own, so that whoever waits can stop waiting.
 *
 * <p>Closing it closes its connection at once, and with that ends the thread.
 */
public final class Exchange implements AutoCloseable {
  private final HttpUriRequestBase request;
  private final CompletableFuture<Reply> end = new CompletableFuture<>();

  Exchange(HttpUriRequestBase request) {
    this.request = request;
  }

  /**
   * Waits for the end of the answer.
   *
   * @throws TimeoutException when it is still under way after this time
   * @throws ExecutionException caused by what the exchange, or the reader of its content, failed on
   */
  public Reply await(Duration atMost)
      throws InterruptedException, TimeoutException, ExecutionException {
    return end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    request.cancel();
  }

  void ended(Reply reply) {
    end.complete(reply);
  }

  void failed(Throwable failure) {
    end.completeExceptionally(failure);
  }
}
