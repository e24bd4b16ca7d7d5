package io.walterfleet.herald;

import io.walterfleet.fleet.Channel.Alertmanager;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Parcel;
import io.walterfleet.notify.Webhooks;
import io.walterfleet.report.Alert;
import io.walterfleet.report.AlertmanagerJson;
import io.walterfleet.report.AlertmanagerJson.Told;
import io.walterfleet.report.Concern;
import io.walterfleet.report.Notification.Sender;
import io.walterfleet.report.Raised;
import java.util.List;
import java.util.stream.Stream;

/** Tells all that stands each time, as Prometheus does, and what is over, in one request. */
record AlertmanagerAlerts(Alertmanager to, Webhooks webhooks) implements Teller {
  @Override
  public List<Parcel> parcels(Bulletin bulletin, Memory memory) {
    Sender sender = bulletin.sender();
    List<Alert> standing = bulletin.alerts();
    List<Told> all =
        Stream.concat(
                standing.stream()
                    .map(
                        alert ->
                            new Told(
                                alert,
                                bulletin
                                    .before(alert.concern())
                                    .map(Raised::since)
                                    .orElse(sender.at()),
                                false)),
                bulletin.over().stream()
                    .map(one -> new Told(Alert.over(one.concern()), one.since(), true)))
            .toList();
    if (all.isEmpty()) {
      return List.of();
    }
    List<Concern> now = Bulletin.concerns(standing);
    memory.raise(now, sender.at());
    return List.of(
        new Parcel(
            post(sender, all),
            () -> {
              memory.over(bulletin.over());
              return gone(sender, memory.told(now));
            }));
  }

  private List<Parcel> gone(Sender sender, List<Concern> gone) {
    List<Told> over =
        gone.stream().map(one -> new Told(Alert.over(one), sender.at(), true)).toList();
    return over.isEmpty() ? List.of() : List.of(new Parcel(post(sender, over)));
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
