package io.walterfleet.format;

import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.Proof;
import io.walterfleet.rollout.MachineResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The backups on the machines as JSON; see schema/backups.schema.json. */
public final class BackupsJson {
  private BackupsJson() {}

  /**
   * The JSON text, with line feeds, the last of them at the end.
   *
   * @param backups by machine; those of a machine in the order of their making
   * @param unseen the machines that could not be read
   */
  public static String of(
      String fleet, Instant at, Map<String, List<Backup>> backups, List<MachineResult> unseen) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", "walter-fleet/backups/v1");
    json.put("at", at.toString());
    json.put("fleet", fleet);
    ArrayNode machines = json.putArray("machines");
    backups.forEach(
        (machine, all) -> {
          ArrayNode list = machines.addObject().put("name", machine).putArray("backups");
          all.forEach(backup -> backup(backup, list.addObject()));
        });
    ArrayNode unknown = json.putArray("unknown");
    unseen.forEach(
        one ->
            unknown
                .addObject()
                .put("name", one.machine())
                .put("reason", one.reason())
                .put("fix", one.fix()));
    return JsonText.page(json);
  }

  private static void backup(Backup backup, ObjectNode json) {
    json.put("timestamp", backup.timestamp());
    json.put("image", backup.image());
    json.put("data", backup.data());
    json.put("bytes", backup.bytes());
    json.put("whole", backup.isWhole());
    backup.age().ifPresent(age -> json.put("ageSeconds", age.toSeconds()));
    backup.proof().ifPresent(proof -> proof(proof, json.putObject("proof")));
  }

  private static void proof(Proof proof, ObjectNode json) {
    json.put("passed", proof.hasPassed());
    proof.flaw().ifPresent(flaw -> json.put("flaw", flaw.word()).put("reason", flaw.sentence()));
    proof.age().ifPresent(age -> json.put("ageSeconds", age.toSeconds()));
  }
}
