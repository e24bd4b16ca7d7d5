package io.walterfleet.format;

import io.walterfleet.fleet.Hooks;
import io.walterfleet.rollout.HookRunner.Facts;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a program of a hook can read; see schema/hook.schema.json. */
public final class HookJson {
  private HookJson() {}

  /** What runs when. */
  static void list(List<Hooks.Listed> hooks, ArrayNode json) {
    hooks.forEach(
        one ->
            json.addObject()
                .put("hook", one.moment().word())
                .put("program", Hooks.line(one.words())));
  }

  /** One object on one line, which ends with a line feed. */
  public static String of(Facts facts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    facts.named().forEach(json::put);
    ArrayNode machines = json.putArray("machines");
    facts.machines().forEach(machines::add);
    return JsonText.line(json) + "\n";
  }
}
