package io.walterfleet.notify;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** The body of an answer, thrown away; one that does not come to an end is left. */
final class Unread implements BodySubscriber<Void> {
  private static final long MOST = 64 * 1024;

  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private Optional<Subscription> source = Optional.empty();
  private long seen;

  @Override
  public CompletionStage<Void> getBody() {
    return end;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    source = Optional.of(subscription);
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    seen += part.stream().mapToLong(ByteBuffer::remaining).sum();
    if (seen > MOST) {
      source.ifPresent(Subscription::cancel);
      onComplete();
    }
  }

  @Override
  public void onError(Throwable broken) {
    end.completeExceptionally(broken);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
