package io.walterfleet.format;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Place;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether an inventory is valid, as JSON; a problem of a whole file has no line and column. See
 * schema/validation.schema.json.
 */
public final class ValidationJson {
  private ValidationJson() {}

  /** One problem: where it stands, what it is, and what to do about it. */
  public record Row(Place place, String message, String fix) {}

  /** That it is valid, in one line, with a line feed at its end. */
  public static String of(Fleet fleet) {
    ObjectNode json = begun(true);
    json.put("machines", fleet.machines().size());
    json.put("groups", fleet.groups());
    return JsonText.line(json) + "\n";
  }

  private static ObjectNode begun(boolean isValid) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", "walter-fleet/validation/v1");
    json.put("valid", isValid);
    return json;
  }

  /** What is wrong with it, with line feeds, the last of them at the end. */
  public static String of(List<Row> rows) {
    ObjectNode json = begun(false);
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
