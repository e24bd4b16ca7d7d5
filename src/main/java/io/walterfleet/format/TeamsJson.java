package io.walterfleet.format;

import io.walterfleet.format.Digest.Line;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message with an Adaptive Card for Microsoft Teams, whose Workflows show nothing else. Its lines
 * are text runs, in which, other than in a text block, there is no markup; and a mention would need
 * an entity of its own.
 *
 * @see <a href="https://adaptivecards.io/explorer/TextRun.html">TextRun</a>
 */
final class TeamsJson {
  /** Teams takes about 28 kB, of which it is known to count some itself. */
  private static final int MOST_BYTES = 18_000;

  /** What a line takes beside its text. */
  private static final int AROUND_A_LINE = 120;

  private TeamsJson() {}

  static String of(Digest digest) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "message");
    ObjectNode attachment = json.putArray("attachments").addObject();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    attachment.putNull("contentUrl");
    ObjectNode card = attachment.putObject("content");
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    card.putObject("msteams").put("width", "Full");
    ArrayNode body = card.putArray("body");
    digest.lines(MOST_BYTES, TeamsJson::cost).forEach(line -> add(line, body));
    return JsonText.line(json);
  }

  private static int cost(String line) {
    return JsonText.line(JsonNodeFactory.instance.stringNode(line))
            .getBytes(StandardCharsets.UTF_8)
            .length
        + AROUND_A_LINE;
  }

  private static void add(Line line, ArrayNode body) {
    ObjectNode block = body.addObject();
    block.put("type", "RichTextBlock");
    block.put("spacing", line.isTitle() ? "Medium" : "Small");
    ObjectNode run = block.putArray("inlines").addObject();
    run.put("type", "TextRun");
    run.put("text", line.text());
    if (line.isTitle()) {
      run.put("weight", "Bolder");
    }
  }
}
