package io.walterfleet.format;

import io.walterfleet.fleet.Check;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a machine's gate asks beside its own health, as JSON. */
final class CheckJson {
  private CheckJson() {}

  static void list(List<Check> checks, ArrayNode json) {
    for (Check check : checks) {
      ObjectNode one = json.addObject().put("check", check.question().name());
      if (!check.holds().isZero()) {
        one.put("forSeconds", check.holds().toSeconds());
      }
    }
  }
}
