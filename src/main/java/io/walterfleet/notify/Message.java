package io.walterfleet.notify;

import java.util.List;
import java.util.function.Supplier;

/**
 * A message, and what follows once it was taken.
 *
 * @param taken gives what must be told at once then, mostly nothing
 */
public record Message(Delivery delivery, Supplier<List<Message>> taken) {
  /** One that nothing follows. */
  public Message(Delivery delivery) {
    this(delivery, List::of);
  }
}
