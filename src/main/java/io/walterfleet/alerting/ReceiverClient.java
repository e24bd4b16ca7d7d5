package io.walterfleet.alerting;

import io.walterfleet.format.Notification.Sender;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Message;
import java.util.List;

/** Makes of what is to be told messages as one receiver takes them. */
interface ReceiverClient {
  /** None where there is no news; what is told is written down before and after. */
  List<Message> messages(AlertState alertState, ToldState toldState);

  /** What shows that messages arrive, and leaves nothing that stands. */
  List<Delivery> test(Sender sender);
}
