package io.walterfleet.notify;

/** A mail on its way to a server. */
public record Mail(MailServer server, MailMessage mailMessage) implements Delivery {
  @Override
  public String receiver() {
    return "the mail server " + server.host();
  }

  @Override
  public Answer attempt() throws InterruptedException {
    return server.take(mailMessage);
  }
}
