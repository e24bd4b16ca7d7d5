package io.walterfleet.herald;

import io.walterfleet.fleet.Occasion;
import io.walterfleet.notify.Delivery;
import io.walterfleet.notify.Parcel;
import io.walterfleet.report.Concern;
import io.walterfleet.report.Notification;
import io.walterfleet.report.Notification.Sender;
import io.walterfleet.report.Raised;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells people: of each run, once of what else is wrong, and once that it is over.
 *
 * @param form makes messages of what is told at one time
 */
record Letters(Function<List<Notification>, List<Delivery>> form) implements Teller {
  @Override
  public List<Parcel> parcels(Bulletin bulletin, Memory memory) {
    List<Notification> news =
        bulletin.standing().stream()
            .filter(
                one -> one.run().isPresent() || one.alerts().stream().anyMatch(bulletin::isNews))
            .toList();
    List<Notification> told = Stream.concat(news.stream(), over(bulletin).stream()).toList();
    if (told.isEmpty()) {
      return List.of();
    }
    List<Concern> now = Bulletin.concerns(bulletin.alerts());
    memory.raise(now, bulletin.sender().at());
    List<Parcel> parcels = new ArrayList<>(form.apply(told).stream().map(Parcel::new).toList());
    Parcel last = parcels.remove(parcels.size() - 1);
    parcels.add(
        new Parcel(
            last.delivery(),
            () -> {
              memory.told(now);
              memory.over(bulletin.over());
              return List.of();
            }));
    return parcels;
  }

  private static List<Notification> over(Bulletin bulletin) {
    List<Notification> over = new ArrayList<>();
    for (Occasion kind : Occasion.values()) {
      List<String> machines =
          bulletin.over().stream()
              .map(Raised::concern)
              .filter(one -> one.kind() == kind)
              .map(Concern::machine)
              .toList();
      if (!machines.isEmpty()) {
        over.add(Notification.over(bulletin.sender(), kind, machines));
      }
    }
    return over;
  }

  @Override
  public List<Delivery> test(Sender sender) {
    return form.apply(List.of(Notification.test(sender)));
  }
}
