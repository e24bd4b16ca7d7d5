package io.walterfleet.report;

import io.walterfleet.fleet.Place;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with an inventory, as JSON; a problem of a whole file has no line and column. */
public final class ProblemsJson {
  private ProblemsJson() {}

  /** One problem: where it stands, what it is, and what to do about it. */
  public record Row(Place place, String message, String fix) {}

  /** The JSON text, with line feeds, the last of them at the end. */
  public static String of(List<Row> rows) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("valid", false);
    ArrayNode problems = json.putArray("problems");
    for (Row row : rows) {
      ObjectNode problem = problems.addObject();
      problem.put("file", row.place().file());
      if (row.place().line() > 0) {
        problem.put("line", row.place().line());
        problem.put("column", row.place().column());
      }
      problem.put("message", row.message());
      problem.put("fix", row.fix());
    }
    return JsonText.page(json);
  }
}
