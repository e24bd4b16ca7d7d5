package io.walterfleet.notify;

/** One message on its way to one receiver. */
public interface Delivery {
  /** Who that is, without what may be secret, such as {@code the webhook at hooks.example.com}. */
  String receiver();

  /** Tries once, for a bounded time. */
  Answer attempt() throws InterruptedException;
}
