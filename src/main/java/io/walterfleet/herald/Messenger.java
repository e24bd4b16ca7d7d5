package io.walterfleet.herald;

import io.walterfleet.fleet.Channel;
import io.walterfleet.history.RaisedAlerts;
import io.walterfleet.notify.Courier;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Parcel;
import io.walterfleet.notify.Webhooks;
import io.walterfleet.report.Notification;
import io.walterfleet.report.Notification.Sender;
import java.util.List;
import java.util.Map;

/**
 * Tells receivers in their own ways, each one thing at a time: what is news to it, and what is over
 * of what it was told before, by this process or another. What is told is written down before, and
 * counts as told when it was taken; so that whatever breaks off is told again by the next run.
 */
public final class Messenger implements AutoCloseable {
  private final Tellers tellers;
  private final Courier courier;

  /**
   * A messenger that has told nothing.
   *
   * @param environment for the secrets that are there
   */
  public Messenger(Webhooks webhooks, Map<String, String> environment, Courier courier) {
    this.tellers = new Tellers(webhooks, new SecretValues(environment));
    this.courier = courier;
  }

  /** Tells a receiver just this, which is not remembered. */
  public void tell(Channel channel, List<Notification> news) {
    if (tellers.of(channel) instanceof Letters letters && !news.isEmpty()) {
      courier.send(
          Tellers.word(channel), letters.form().apply(news).stream().map(Parcel::new).toList());
    }
  }

  /**
   * Tells a receiver what it does not know yet.
   *
   * @param standing all that is so now and is of interest to it
   */
  public void tell(Channel channel, Sender sender, List<Notification> standing, Seen seen) {
    Memory memory = new Memory(seen.raised(), Tellers.word(channel));
    Bulletin bulletin = Bulletin.of(sender, standing, memory.all(), seen.recovered());
    List<Parcel> parcels = tellers.of(channel).parcels(bulletin, memory);
    if (!parcels.isEmpty()) {
      courier.send(Tellers.word(channel), parcels);
    }
  }

  /** What was seen to be well, and what was raised before. */
  public record Seen(Recovered recovered, RaisedAlerts raised) {}

  /** Messages that show that a receiver is told; they are to be tried in this order. */
  public List<Delivery> test(Channel channel, Sender sender) {
    return tellers.of(channel).test(sender);
  }

  /** Waits a moment for what is still under way. */
  @Override
  public void close() {
    courier.close();
  }
}
