package io.walterfleet.release;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands a response's body to a sink and counts it; without a sink, ends the response at once.
 *
 * <p>The JDK's own handlers have neither a limit nor a way to see that nothing comes any more.
 */
final class Body implements BodySubscriber<Boolean> {
  private final Optional<Sink> sink;
  private final AtomicLong received;
  private final CompletableFuture<Boolean> taken = new CompletableFuture<>();
  private Optional<Subscription> subscription = Optional.empty();

  /**
   * A body for one response.
   *
   * @param received raised by each byte that comes, so that another thread can see progress
   */
  Body(Optional<Sink> sink, AtomicLong received) {
    this.sink = sink;
    this.received = received;
  }

  /** Whether the sink has the whole body. */
  @Override
  public CompletionStage<Boolean> getBody() {
    return taken;
  }

  @Override
  public void onSubscribe(Subscription offered) {
    subscription = Optional.of(offered);
    try {
      if (sink.isPresent()) {
        sink.get().begin();
        offered.request(Long.MAX_VALUE);
      } else {
        offered.cancel();
        taken.complete(false);
      }
    } catch (ReleaseException refused) {
      refuse(refused);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      received.addAndGet(buffer.remaining());
      try {
        if (!taken.isDone()) {
          sink.orElseThrow().take(buffer);
        }
      } catch (ReleaseException refused) {
        refuse(refused);
      }
    }
  }

  @Override
  public void onError(Throwable broken) {
    taken.completeExceptionally(broken);
  }

  @Override
  public void onComplete() {
    taken.complete(true);
  }

  private void refuse(ReleaseException refused) {
    subscription.ifPresent(Subscription::cancel);
    taken.completeExceptionally(refused);
  }
}
