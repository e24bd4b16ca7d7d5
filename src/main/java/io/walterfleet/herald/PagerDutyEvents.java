package io.walterfleet.herald;

import io.walterfleet.fleet.Channel.PagerDuty;
import io.walterfleet.notify.Answer;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Parcel;
import io.walterfleet.notify.Webhooks;
import io.walterfleet.report.Alert;
import io.walterfleet.report.Concern;
import io.walterfleet.report.Notification.Sender;
import io.walterfleet.report.PagerDutyJson;
import io.walterfleet.report.Raised;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Raises an alert for each machine and kind, once, and resolves it. It takes one at a time and not
 * many a minute: of more, the rest is raised with the next run or round.
 */
record PagerDutyEvents(PagerDuty to, Webhooks webhooks, SecretValues secrets) implements Teller {
  private static final int AT_ONCE = 100;

  @Override
  public List<Parcel> parcels(Bulletin bulletin, Memory memory) {
    List<Parcel> parcels = new ArrayList<>();
    for (Raised one : bulletin.over().stream().limit(AT_ONCE).toList()) {
      parcels.add(resolve(bulletin.sender(), one, memory));
    }
    List<Alert> news = bulletin.alerts().stream().filter(bulletin::isNews).limit(AT_ONCE).toList();
    memory.raise(Bulletin.concerns(news), bulletin.sender().at());
    for (Alert alert : news) {
      parcels.add(trigger(bulletin.sender(), alert, memory));
    }
    return parcels;
  }

  private Parcel trigger(Sender sender, Alert alert, Memory memory) {
    List<Concern> concern = List.of(alert.concern());
    return new Parcel(
        event(key -> PagerDutyJson.trigger(key, sender, alert)),
        () ->
            memory.told(concern).stream()
                .map(gone -> new Parcel(resolution(sender, gone)))
                .toList());
  }

  private Parcel resolve(Sender sender, Raised one, Memory memory) {
    return new Parcel(
        resolution(sender, one.concern()),
        () -> {
          memory.over(List.of(one));
          return List.of();
        });
  }

  private Delivery resolution(Sender sender, Concern concern) {
    return event(key -> PagerDutyJson.resolve(key, sender.fleet(), concern));
  }

  @Override
  public List<Delivery> test(Sender sender) {
    Alert alert = Alert.test();
    return List.of(
        event(key -> PagerDutyJson.trigger(key, sender, alert)),
        resolution(sender, alert.concern()));
  }

  /** The key is read at the last moment. */
  private Delivery event(UnaryOperator<String> body) {
    return new Delivery() {
      @Override
      public String receiver() {
        return webhooks.post(to.url(), "").receiver();
      }

      @Override
      public Answer attempt() throws InterruptedException {
        try {
          return webhooks.post(to.url(), body.apply(secrets.of(to.routingKey()))).attempt();
        } catch (SecretValues.Missing none) {
          return new Answer(false, true, String.valueOf(none.getMessage()));
        }
      }
    };
  }
}
