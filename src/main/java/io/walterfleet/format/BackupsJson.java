package io.walterfleet.format;

import io.walterfleet.plan.MachineState.Backup;
import io.walterfleet.plan.Proof;
import io.walterfleet.rollout.MachineResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The backups on the machines as JSON; see schema/backups.schema.json. */
public final class BackupsJson {
  private BackupsJson() {}

  /**
   * What machines were seen to have.
   *
   * @param backups by machine; those of a machine in the order of their making
   * @param uncopied by machine, what its containers may write to and no backup has; only where
   *     there is something, and a backup
   * @param unseen the machines that could not be read
   */
  public record Listing(
      Map<String, List<Backup>> backups,
      Map<String, List<String>> uncopied,
      List<MachineResult> unseen) {}

  /**
   * The JSON text, with line feeds, the last of them at the end.
   *
   * @param proofs what came of proving them just before; absent where nobody asked for that
   */
  public static String of(
      String fleet, Instant at, Listing listing, Optional<List<MachineResult>> proofs) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", "walter-fleet/backups/v1");
    json.put("at", at.toString());
    json.put("fleet", fleet);
    ArrayNode machines = json.putArray("machines");
    listing
        .backups()
        .forEach(
            (machine, all) -> {
              ObjectNode one = machines.addObject().put("name", machine);
              ArrayNode list = one.putArray("backups");
              all.forEach(backup -> backup(backup, list.addObject()));
              if (listing.uncopied().containsKey(machine)) {
                listing.uncopied().get(machine).forEach(one.putArray("uncopied")::add);
              }
            });
    ArrayNode unknown = json.putArray("unknown");
    listing.unseen().forEach(one -> why(one, unknown.addObject().put("name", one.machine())));
    proofs.ifPresent(all -> proofs(all, json.putArray("proofs")));
    return JsonText.page(json);
  }

  private static void proofs(List<MachineResult> all, ArrayNode json) {
    all.forEach(
        one ->
            why(
                one,
                json.addObject().put("name", one.machine()).put("outcome", one.outcome().word())));
  }

  private static void why(MachineResult result, ObjectNode json) {
    json.put("reason", result.reason()).put("fix", result.fix());
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
