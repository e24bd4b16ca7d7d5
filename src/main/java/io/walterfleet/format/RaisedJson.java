package io.walterfleet.format;

import io.walterfleet.fleet.Occasion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is raised, as it is kept on the controller. */
public final class RaisedJson {
  private static final String FORMAT = "walter-fleet/alerts/v1";

  private RaisedJson() {}

  /** The text of a file; it ends with a line feed. */
  public static String of(List<Raised> all) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT);
    ArrayNode raised = json.putArray("raised");
    for (Raised one : all) {
      raised
          .addObject()
          .put("receiver", one.receiver())
          .put("kind", one.concern().kind().word())
          .put("machine", one.concern().machine())
          .put("since", one.since().toString())
          .put("told", one.isTold());
    }
    return JsonText.page(json);
  }

  /** What {@link #of} wrote. */
  public static List<Raised> read(String text) throws BadPlan {
    JsonReader json = JsonReader.root(text);
    if (!json.text("format").equals(FORMAT)) {
      throw new BadPlan("it is of another format");
    }
    List<Raised> all = new ArrayList<>();
    for (JsonReader one : json.objects("raised")) {
      all.add(
          new Raised(
              one.text("receiver"),
              new Concern(one.word("kind", RaisedJson::kind), one.text("machine")),
              EventReader.time(one, "since"),
              one.flag("told")));
    }
    return all;
  }

  private static Optional<Occasion> kind(String word) {
    return Stream.of(Occasion.values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
