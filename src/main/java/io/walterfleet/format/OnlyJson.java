package io.walterfleet.format;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Marks a JSON text that does not tell of all machines. */
public final class OnlyJson {
  private OnlyJson() {}

  /**
   * The same text, which says that it is of a part.
   *
   * @param words by which the machines were chosen
   * @param all how many there are
   */
  public static String marked(String page, List<String> words, int all) {
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(page);
    ObjectNode only = json.putObject("only");
    ArrayNode chosen = only.putArray("verdicts");
    words.forEach(chosen::add);
    only.put("of", all);
    return JsonText.page(json);
  }
}
