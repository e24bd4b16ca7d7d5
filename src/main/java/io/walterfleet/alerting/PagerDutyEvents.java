package io.walterfleet.alerting;

import io.walterfleet.fleet.Channel.PagerDuty;
import io.walterfleet.format.Alert;
import io.walterfleet.format.Concern;
import io.walterfleet.format.Notification.Sender;
import io.walterfleet.format.PagerDutyJson;
import io.walterfleet.format.Raised;
import io.walterfleet.notify.Answer;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Message;
import io.walterfleet.notify.Webhooks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Raises an alert for each machine and kind, once, and resolves it. It takes one at a time and not
 * many a minute: of more, the rest is raised with the next run or round.
 */
record PagerDutyEvents(PagerDuty to, Webhooks webhooks, SecretValues secrets)
    implements ReceiverClient {
  private static final int AT_ONCE = 100;

  @Override
  public List<Message> messages(AlertState alertState, ToldState toldState) {
    List<Message> messages = new ArrayList<>();
    for (Raised one : alertState.over().stream().limit(AT_ONCE).toList()) {
      messages.add(resolve(alertState.sender(), one, toldState));
    }
    List<Alert> news =
        alertState.alerts().stream().filter(alertState::isNews).limit(AT_ONCE).toList();
    toldState.raise(AlertState.concerns(news), alertState.sender().at());
    for (Alert alert : news) {
      messages.add(trigger(alertState.sender(), alert, toldState));
    }
    return messages;
  }

  private Message trigger(Sender sender, Alert alert, ToldState toldState) {
    List<Concern> concern = List.of(alert.concern());
    return new Message(
        event(key -> PagerDutyJson.trigger(key, sender, alert)),
        () ->
            toldState.told(concern).stream()
                .map(gone -> new Message(resolution(sender, gone)))
                .toList());
  }

  private Message resolve(Sender sender, Raised one, ToldState toldState) {
    return new Message(
        resolution(sender, one.concern()),
        () -> {
          toldState.over(List.of(one));
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
