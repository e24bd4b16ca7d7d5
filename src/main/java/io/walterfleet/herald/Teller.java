package io.walterfleet.herald;

import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Parcel;
import io.walterfleet.report.Notification.Sender;
import java.util.List;

/** Makes of what is to be told messages as one receiver takes them. */
interface Teller {
  /** None where there is no news; what is told is written down before and after. */
  List<Parcel> parcels(Bulletin bulletin, Memory memory);

  /** What shows that messages arrive, and leaves nothing that stands. */
  List<Delivery> test(Sender sender);
}
