package io.walterfleet.alerting;

import io.walterfleet.format.Alert;
import io.walterfleet.format.Concern;
import io.walterfleet.format.Notification;
import io.walterfleet.format.Notification.Sender;
import io.walterfleet.format.Raised;
import java.util.List;
import java.util.Optional;

/**
 * What one receiver may be told at one time.
 *
 * @param standing all that is so now and is of interest to it
 * @param before what it was told before and not yet that it is over
 * @param over those of them that are over
 */
record AlertState(
    Sender sender, List<Notification> standing, List<Raised> before, List<Raised> over) {
  AlertState {
    standing = List.copyOf(standing);
    before = List.copyOf(before);
    over = List.copyOf(over);
  }

  /** One of what stands and, of what was told before, what has recovered and does not stand. */
  static AlertState of(
      Sender sender, List<Notification> standing, List<Raised> before, Recovered recovered) {
    List<Concern> now =
        standing.stream().flatMap(one -> one.alerts().stream()).map(Alert::concern).toList();
    List<Raised> over =
        before.stream().filter(recovered::has).filter(one -> !now.contains(one.concern())).toList();
    return new AlertState(sender, standing, before, over);
  }

  List<Alert> alerts() {
    return standing.stream().flatMap(one -> one.alerts().stream()).toList();
  }

  /** What was raised of it before. */
  Optional<Raised> before(Concern concern) {
    return before.stream().filter(one -> one.concern().equals(concern)).findFirst();
  }

  /** Whether the receiver does not know that yet. */
  boolean isNews(Alert alert) {
    return before(alert.concern()).filter(Raised::isTold).isEmpty();
  }

  static List<Concern> concerns(List<Alert> alerts) {
    return alerts.stream().map(Alert::concern).toList();
  }
}
