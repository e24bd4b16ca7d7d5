package io.walterfleet.format;

import io.walterfleet.doctor.Finding;
import io.walterfleet.doctor.Learned;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What holds of all that is assumed, for programs (schema: doctor.schema.json). */
public final class DoctorJson {
  private DoctorJson() {}

  /** The JSON text, with line feeds, the last of them at the end. */
  public static String of(Diagnosis diagnosis) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", "walter-fleet/doctor/v1");
    ArrayNode subjects = json.putArray("subjects");
    diagnosis
        .findings()
        .forEach(
            (name, findings) -> {
              ObjectNode subject = subjects.addObject().put("name", name);
              ArrayNode all = subject.putArray("findings");
              findings.forEach(finding -> put(finding, all.addObject()));
            });
    ArrayNode unknown = json.putArray("unknown");
    diagnosis
        .unknown()
        .forEach(
            (name, why) ->
                unknown
                    .addObject()
                    .put("name", name)
                    .put("reason", why.reason())
                    .put("fix", why.fix()));
    ObjectNode keys = json.putObject("keys");
    new TreeMap<>(diagnosis.learned().keys()).forEach((key, words) -> put(keys, key, key, words));
    ArrayNode disputed = json.putArray("disputed");
    diagnosis.learned().disputed().forEach(disputed::add);
    ArrayNode closing = json.putArray("closing");
    diagnosis.closing().forEach(closing::add);
    return JsonText.page(json);
  }

  private static void put(Finding finding, ObjectNode json) {
    json.put("assumption", finding.subject())
        .put("assumed", finding.assumed())
        .put("there", finding.there())
        .put("verdict", finding.verdict().word())
        .put("seenBy", finding.seenBy());
    if (!finding.value().isEmpty()) {
      put(json, "value", finding.subject(), finding.value());
    }
  }

  /** A list where the inventory's key is one, else the one word. */
  private static void put(ObjectNode json, String member, String key, List<String> words) {
    if (Learned.isList(key)) {
      words.forEach(json.putArray(member)::add);
    } else {
      json.put(member, words.get(0));
    }
  }
}
