package io.walterfleet.format;

import io.walterfleet.format.Digest.Line;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message for an incoming webhook of Slack: for each notification its title, and below it the
 * machines in a code block, where nothing is markup. Slack takes {@code <!channel>} and the like
 * for a mention even there, so that its three characters are escaped everywhere.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/composition-objects/text-object">Text
 *     object</a>
 */
final class SlackJson {
  /** A text object takes 3,000 characters. */
  private static final int LONGEST_TEXT = 2900;

  private static final String FENCE = "```";

  private SlackJson() {}

  static String of(Digest digest) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    // what a phone shows of it
    json.put("text", escaped(String.join("\n", digest.titles())));
    ArrayNode blocks = json.putArray("blocks");
    digest.told().forEach(one -> add(new Digest(List.of(one)), blocks));
    return JsonText.line(json);
  }

  private static void add(Digest one, ArrayNode blocks) {
    ObjectNode title = section(blocks);
    title.put("type", "plain_text");
    title.put("text", escaped(one.titles().get(0)));
    title.put("emoji", false);
    List<String> machines =
        one.lines(LONGEST_TEXT, line -> inCode(line).length() + 1).stream()
            .filter(line -> !line.isTitle())
            .map(Line::text)
            .toList();
    if (!machines.isEmpty()) {
      ObjectNode code = section(blocks);
      code.put("type", "mrkdwn");
      code.put("text", FENCE + inCode(String.join("\n", machines)) + FENCE);
      code.put("verbatim", true);
    }
  }

  private static ObjectNode section(ArrayNode blocks) {
    return blocks.addObject().put("type", "section").putObject("text");
  }

  private static String inCode(String text) {
    return escaped(text.replace('`', '\''));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
