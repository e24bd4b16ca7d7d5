package io.walterfleet.alerting;

import io.walterfleet.fleet.Channel.Alertmanager;
import io.walterfleet.format.Alert;
import io.walterfleet.format.AlertmanagerJson;
import io.walterfleet.format.AlertmanagerJson.Told;
import io.walterfleet.format.Concern;
import io.walterfleet.format.Notification.Sender;
import io.walterfleet.format.Raised;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Message;
import io.walterfleet.notify.Webhooks;
import java.util.List;
import java.util.stream.Stream;

/** Tells all that stands each time, as Prometheus does, and what is over, in one request. */
record AlertmanagerAlerts(Alertmanager to, Webhooks webhooks) implements ReceiverClient {
  @Override
  public List<Message> messages(AlertState alertState, ToldState toldState) {
    Sender sender = alertState.sender();
    List<Alert> standing = alertState.alerts();
    List<Told> all =
        Stream.concat(
                standing.stream()
                    .map(
                        alert ->
                            new Told(
                                alert,
                                alertState
                                    .before(alert.concern())
                                    .map(Raised::since)
                                    .orElse(sender.at()),
                                false)),
                alertState.over().stream()
                    .map(one -> new Told(Alert.over(one.concern()), one.since(), true)))
            .toList();
    if (all.isEmpty()) {
      return List.of();
    }
    List<Concern> now = AlertState.concerns(standing);
    toldState.raise(now, sender.at());
    return List.of(
        new Message(
            post(sender, all),
            () -> {
              toldState.over(alertState.over());
              return gone(sender, toldState.told(now));
            }));
  }

  private List<Message> gone(Sender sender, List<Concern> gone) {
    List<Told> over =
        gone.stream().map(one -> new Told(Alert.over(one), sender.at(), true)).toList();
    return over.isEmpty() ? List.of() : List.of(new Message(post(sender, over)));
  }

  private Delivery post(Sender sender, List<Told> all) {
    return webhooks.post(to.url(), AlertmanagerJson.of(sender, all));
  }

  @Override
  public List<Delivery> test(Sender sender) {
    Alert alert = Alert.test();
    return List.of(
        post(sender, List.of(new Told(alert, sender.at(), false))),
        post(sender, List.of(new Told(Alert.over(alert.concern()), sender.at(), true))));
  }
}
