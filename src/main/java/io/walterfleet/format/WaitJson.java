package io.walterfleet.format;

import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Wait;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Groups whose machines may not be begun now, as JSON. */
final class WaitJson {
  private WaitJson() {}

  static void list(List<Wait> waits, ArrayNode json) {
    for (Wait wait : waits) {
      ObjectNode one = json.addObject();
      one.put("group", wait.group());
      one.put("reason", wait.why().reason());
      wait.why()
          .until()
          .ifPresent(
              at ->
                  one.put("until", at.toOffsetDateTime().toString())
                      .put("timezone", Maintenance.zone(at)));
    }
  }
}
