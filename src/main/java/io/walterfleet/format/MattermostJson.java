package io.walterfleet.format;

import io.walterfleet.format.Digest.Line;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A message for an incoming webhook of Mattermost: one code block, in which nothing is markup and
 * nobody is mentioned.
 *
 * @see <a href="https://developers.mattermost.com/integrate/webhooks/incoming/">Incoming
 *     webhooks</a>
 */
final class MattermostJson {
  /** A longer message is split into several by old servers, and the code block with it. */
  private static final int LONGEST_TEXT = 3900;

  private MattermostJson() {}

  static String of(Digest digest) {
    String lines =
        digest.lines(LONGEST_TEXT, line -> line.length() + 1).stream()
            .map(Line::text)
            .map(line -> line.replace('`', '\''))
            .collect(Collectors.joining("\n"));
    return JsonText.line(
        JsonNodeFactory.instance.objectNode().put("text", "```text\n" + lines + "\n```"));
  }
}
