package io.walterfleet.alerting;

import io.walterfleet.fleet.Occasion;
import io.walterfleet.format.Concern;
import io.walterfleet.format.Notification;
import io.walterfleet.format.Notification.Sender;
import io.walterfleet.format.Raised;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells people: of each run, once of what else is wrong, and once that it is over.
 *
 * @param form makes messages of what is told at one time
 */
record ChatReceiver(Function<List<Notification>, List<Delivery>> form) implements ReceiverClient {
  @Override
  public List<Message> messages(AlertState alertState, ToldState toldState) {
    List<Notification> news =
        alertState.standing().stream()
            .filter(
                one -> one.run().isPresent() || one.alerts().stream().anyMatch(alertState::isNews))
            .toList();
    List<Notification> told = Stream.concat(news.stream(), over(alertState).stream()).toList();
    if (told.isEmpty()) {
      return List.of();
    }
    List<Concern> now = AlertState.concerns(alertState.alerts());
    toldState.raise(now, alertState.sender().at());
    List<Message> messages = new ArrayList<>(form.apply(told).stream().map(Message::new).toList());
    Message last = messages.remove(messages.size() - 1);
    messages.add(
        new Message(
            last.delivery(),
            () -> {
              toldState.told(now);
              toldState.over(alertState.over());
              return List.of();
            }));
    return messages;
  }

  private static List<Notification> over(AlertState alertState) {
    List<Notification> over = new ArrayList<>();
    for (Occasion kind : Occasion.values()) {
      List<String> machines =
          alertState.over().stream()
              .map(Raised::concern)
              .filter(one -> one.kind() == kind)
              .map(Concern::machine)
              .toList();
      if (!machines.isEmpty()) {
        over.add(Notification.over(alertState.sender(), kind, machines));
      }
    }
    return over;
  }

  @Override
  public List<Delivery> test(Sender sender) {
    return form.apply(List.of(Notification.test(sender)));
  }
}
