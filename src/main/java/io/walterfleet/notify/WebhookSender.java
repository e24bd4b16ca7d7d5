package io.walterfleet.notify;

import io.walterfleet.fleet.Pause;
import io.walterfleet.fleet.Seconds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Takes messages to their receivers in the background; those of one receiver one after another.
 *
 * <p>What may go better is tried again with a growing wait; what would go the same is final. What
 * does not arrive is told as a note, one for all that goes at one time, and when a receiver is away
 * the rest of it is left.
 */
public final class WebhookSender implements AutoCloseable {
  private final Patience patience;
  private final Pause pause;
  private final Consumer<String> note;
  private final Map<String, ExecutorService> legs = new HashMap<>();
  private final List<QueuedDelivery> queuedDeliveries = new ArrayList<>();

  /**
   * How long a sender waits, and how often it tries.
   *
   * @param connect for a connection
   * @param answer for the whole of one try
   * @param tries how often altogether, at least 1
   * @param backoff before the second try; doubles with each further one
   * @param end how long the program waits for what is still under way when it ends
   */
  public record Patience(
      Duration connect, Duration answer, int tries, Duration backoff, Duration end) {
    /** What suits a chat server; the whole never holds a program up for more than 20 seconds. */
    public static final Patience DEFAULT =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            4,
            Duration.ofSeconds(1),
            Duration.ofSeconds(20));
  }

  /** Messages under way. */
  private record QueuedDelivery(String receiver, Future<?> future) {}

  /**
   * A sender without an errand.
   *
   * @param note told what did not arrive, fit to show
   */
  public WebhookSender(Patience patience, Pause pause, Consumer<String> note) {
    this.patience = patience;
    this.pause = pause;
    this.note = note;
  }

  /**
   * Takes these to a receiver, in this order; returns at once.
   *
   * @param receiver what tells it from others
   * @param messages at least one
   */
  public synchronized void send(String receiver, List<Message> messages) {
    queuedDeliveries.removeIf(queuedDelivery -> queuedDelivery.future().isDone());
    ExecutorService leg = legs.computeIfAbsent(receiver, first -> leg());
    queuedDeliveries.add(
        new QueuedDelivery(
            messages.get(0).delivery().receiver(), leg.submit(() -> carry(messages))));
  }

  private static ExecutorService leg() {
    return Executors.newSingleThreadExecutor(
        act -> {
          Thread thread = new Thread(act, "notify");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Waits for what is under way, but not for long; also where the program was told to stop. */
  @Override
  public synchronized void close() {
    long end = System.nanoTime() + patience.end().toNanos();
    boolean stopped = false;
    for (QueuedDelivery queuedDelivery : queuedDeliveries) {
      stopped |= isStoppedWhile(queuedDelivery, end);
    }
    queuedDeliveries.clear();
    legs.values().forEach(ExecutorService::shutdownNow);
    legs.clear();
    if (stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for one, and says whether this thread was interrupted meanwhile. */
  private boolean isStoppedWhile(QueuedDelivery queuedDelivery, long end) {
    boolean stopped = false;
    while (true) {
      try {
        queuedDelivery.future().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        return stopped;
      } catch (TimeoutException late) {
        queuedDelivery.future().cancel(true);
        note.accept(
            lost(queuedDelivery.receiver(), "it took more than " + Seconds.of(patience.end())));
        return stopped;
      } catch (ExecutionException bug) {
        note.accept(lost(queuedDelivery.receiver(), String.valueOf(bug.getCause())));
        return stopped;
      } catch (InterruptedException now) {
        stopped = true;
      }
    }
  }

  private void carry(List<Message> messages) {
    Deque<Message> left = new ArrayDeque<>(messages);
    boolean isNoted = false;
    try {
      while (!left.isEmpty()) {
        Message next = left.removeFirst();
        Answer answer = carry(next.delivery(), isNoted);
        isNoted |= !answer.isTaken();
        if (answer.isTaken()) {
          next.taken().get().forEach(left::addLast);
        } else if (!answer.isFinal()) {
          return;
        }
      }
    } catch (RuntimeException bug) {
      note.accept(lost(messages.get(0).delivery().receiver(), String.valueOf(bug)));
    } catch (InterruptedException given) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer carry(Delivery delivery, boolean isNoted) throws InterruptedException {
    Answer answer = delivery.attempt();
    int tries = 1;
    while (!answer.isFinal() && tries < patience.tries()) {
      pause.of(patience.backoff().multipliedBy(1L << (tries - 1)));
      answer = delivery.attempt();
      tries++;
    }
    if (!answer.isTaken() && !isNoted) {
      String often = tries == 1 ? "" : " (tried " + tries + " times)";
      note.accept(lost(delivery.receiver(), answer.said() + often));
    }
    return answer;
  }

  private static String lost(String receiver, String reason) {
    return receiver + " was not told: " + reason;
  }
}
