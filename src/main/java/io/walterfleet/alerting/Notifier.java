package io.walterfleet.alerting;

import io.walterfleet.fleet.Channel;
import io.walterfleet.format.Notification;
import io.walterfleet.format.Notification.Sender;
import io.walterfleet.history.RaisedAlerts;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Message;
import io.walterfleet.notify.WebhookSender;
import io.walterfleet.notify.Webhooks;
import java.util.List;
import java.util.Map;

/**
 * Tells receivers in their own ways, each one thing at a time: what is news to it, and what is over
 * of what it was told before, by this process or another. What is told is written down before, and
 * counts as told when it was taken; so that whatever breaks off is told again by the next run.
 */
public final class Notifier implements AutoCloseable {
  private final ReceiverClients receiverClients;
  private final WebhookSender webhookSender;

  /**
   * A messenger that has told nothing.
   *
   * @param environment for the secrets that are there
   */
  public Notifier(Webhooks webhooks, Map<String, String> environment, WebhookSender webhookSender) {
    this.receiverClients = new ReceiverClients(webhooks, new SecretValues(environment));
    this.webhookSender = webhookSender;
  }

  /** Tells a receiver just this, which is not remembered. */
  public void tell(Channel channel, List<Notification> news) {
    if (receiverClients.of(channel) instanceof ChatReceiver chatReceiver && !news.isEmpty()) {
      webhookSender.send(
          ReceiverClients.word(channel),
          chatReceiver.form().apply(news).stream().map(Message::new).toList());
    }
  }

  /**
   * Tells a receiver what it does not know yet.
   *
   * @param standing all that is so now and is of interest to it
   */
  public void tell(Channel channel, Sender sender, List<Notification> standing, Seen seen) {
    ToldState toldState = new ToldState(seen.raised(), ReceiverClients.word(channel));
    AlertState alertState = AlertState.of(sender, standing, toldState.all(), seen.recovered());
    List<Message> messages = receiverClients.of(channel).messages(alertState, toldState);
    if (!messages.isEmpty()) {
      webhookSender.send(ReceiverClients.word(channel), messages);
    }
  }

  /** What was seen to be well, and what was raised before. */
  public record Seen(Recovered recovered, RaisedAlerts raised) {}

  /** Messages that show that a receiver is told; they are to be tried in this order. */
  public List<Delivery> test(Channel channel, Sender sender) {
    return receiverClients.of(channel).test(sender);
  }

  /** Waits a moment for what is still under way. */
  @Override
  public void close() {
    webhookSender.close();
  }
}
