package io.walterfleet.notify;

import java.time.Instant;
import java.util.List;

/**
 * A mail.
 *
 * @param from an address without a name, as each of {@code to}
 * @param subject one line without controls
 */
public record MailMessage(String from, List<String> to, String subject, String text, Instant at) {
  public MailMessage {
    to = List.copyOf(to);
  }
}
