package io.walterfleet.inventory;

import io.walterfleet.fleet.Channel;
import io.walterfleet.fleet.Channel.Webhook;
import io.walterfleet.fleet.Dialect;
import io.walterfleet.fleet.Occasion;
import io.walterfleet.fleet.Receiver;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads who is told of what. */
final class ReceiverReader {
  private static final List<Occasion> OCCASIONS = List.of(Occasion.values());
  private static final List<Dialect> DIALECTS = List.of(Dialect.values());

  private ReceiverReader() {}

  /** The receivers in the list at the cursor. */
  static List<Receiver> receivers(Cursor cursor) {
    return cursor.items().stream()
        .map(item -> Section.of(item, Keys.NOTIFY))
        .flatMap(section -> receiver(section).stream())
        .toList();
  }

  private static Optional<Receiver> receiver(Section section) {
    Set<Occasion> on =
        section
            .at("on")
            .map(cursor -> UpkeepReader.several(cursor, OCCASIONS, Occasion::word))
            .orElse(EnumSet.allOf(Occasion.class));
    return webhook(section).map(channel -> new Receiver(channel, on));
  }

  private static Optional<Channel> webhook(Section section) {
    Optional<Dialect> as =
        section.at("as").flatMap(cursor -> cursor.choice(DIALECTS, Dialect::word));
    return section
        .required("webhook", "write webhook: \"https://…\"")
        .flatMap(cursor -> Paths.secretAddress(cursor, section.says("allowHttp")))
        .map(url -> new Webhook(url, as));
  }
}
