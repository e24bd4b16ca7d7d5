package io.walterfleet.format;

import io.walterfleet.fleet.ManagedKey.Kind;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A plan as JSON, whole: what is written can be read back and applied. */
public final class PlanJson {

  private PlanJson() {}

  /** The JSON text, with line feeds, the last of them at the end; see schema/plan.schema.json. */
  public static String of(Plan plan) {
    return of(plan, Conditions.NONE, Background.NONE, Origin.UNKNOWN);
  }

  /**
   * The same, with the health of machines.
   *
   * @param health of the machines that were asked
   * @param background is for whoever has to agree to the plan, and is not read back
   * @param origin from what and by whom it was made
   */
  public static String of(Plan plan, Conditions health, Background background, Origin origin) {
    return JsonText.page(tree(plan, health, background, origin));
  }

  private static ObjectNode tree(
      Plan plan, Conditions health, Background background, Origin origin) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", PlanReader.FORMAT);
    json.put("id", plan.header().id());
    json.put("created", plan.header().created().toString());
    json.put("fleet", plan.header().fleet());
    if (!origin.inventory().isEmpty()) {
      json.put("inventory", origin.inventory());
    }
    if (!origin.author().isEmpty()) {
      json.put("author", origin.author());
    }
    if (!background.equals(Background.NONE)) {
      BackgroundJson.write(background, json.putObject("background"));
    }
    ObjectNode summary = json.putObject("summary");
    summary(plan, summary);
    if (!health.byMachine().isEmpty()) {
      HealthJson.summary(health, summary);
    }
    bundle(plan.bundle(), json.putObject("bundle"));
    ArrayNode batches = json.putArray("batches");
    plan.batches().all().forEach(batch -> batch(batch, batches.addObject()));
    plan.batches().atOnce().ifPresent(number -> json.put("atOnce", number));
    if (!plan.batches().waves().isEmpty()) {
      ArrayNode waves = json.putArray("waves");
      plan.batches().waves().forEach(wave -> wave(wave, waves.addObject()));
    }
    json.put("maxFailed", plan.budget().maxFailed());
    ArrayNode machines = json.putArray("machines");
    for (MachinePlan machine : plan.machines()) {
      ObjectNode one = machines.addObject();
      machine(machine, one);
      HealthJson.machine(health.of(machine.name()), one);
    }
    return json;
  }

  /**
   * The plan that {@link #of} wrote.
   *
   * @throws BadPlan when the text is no such plan, or one that nobody could have made
   */
  public static Plan read(String text) throws BadPlan {
    return new PlanReader(JsonReader.root(text)).plan();
  }

  /**
   * From what and by whom a plan was made.
   *
   * @param inventory the hash of the inventory's contents; empty where it is not known
   * @param author as the plan says; empty where it does not
   */
  public record Origin(String inventory, String author) {
    /** Nothing is known. */
    public static final Origin UNKNOWN = new Origin("", "");
  }

  /** A plan that was written to be carried out. */
  public record Saved(Plan plan, Origin origin) {
    /**
     * All that is carried out of it and who made it, as JSON text: a plan that is made again, of
     * the same machines for the same end, has the same, however their data grew.
     */
    public String canonical() {
      ObjectNode json = tree(plan, Conditions.NONE, Background.NONE, origin);
      json.remove("id");
      json.remove("created");
      json.withArray("machines")
          .forEach(
              machine ->
                  ((ObjectNode) machine).remove(List.of(PlanReader.COPIES, PlanReader.UNCOPIED)));
      return JsonText.page(json);
    }
  }

  /**
   * A plan that was written to be carried out.
   *
   * @throws BadPlan also when it does not say which inventory it was made from
   */
  public static Saved saved(String text) throws BadPlan {
    JsonReader json = JsonReader.root(text);
    Plan plan = new PlanReader(json).plan();
    String author = json.optionalText("author").orElse("");
    return new Saved(plan, new Origin(json.text("inventory"), author));
  }

  private static void summary(Plan plan, ObjectNode json) {
    json.put("machines", plan.machines().size());
    plan.summary().forEach((verdict, number) -> json.put(verdict.word(), number.intValue()));
  }

  private static void bundle(BundleRef bundle, ObjectNode json) {
    json.put("version", bundle.version());
    json.put("url", bundle.location());
    json.put("sha256", bundle.sha256());
    json.put("size", bundle.size());
  }

  private static void wave(Wave wave, ObjectNode json) {
    json.put("group", wave.group());
    if (wave.holds()) {
      json.put("then", Wave.HOLD);
    }
    if (!wave.soak().isZero()) {
      json.put("soakSeconds", wave.soak().toSeconds());
    }
  }

  private static void batch(Batch batch, ObjectNode json) {
    json.put("wave", batch.wave());
    ArrayNode names = json.putArray("machines");
    batch.machines().forEach(names::add);
  }

  private static void machine(MachinePlan machine, ObjectNode json) {
    json.put("name", machine.name());
    json.put("group", machine.group());
    json.put("address", machine.subject().address());
    json.put("verdict", machine.verdict().word());
    json.put("reason", machine.judgement().reason());
    json.put("fix", machine.judgement().fix());
    json.put("locked", machine.judgement().isLocked());
    ArrayNode changes = json.putArray("changes");
    machine.changes().forEach(change -> change(change, changes.addObject()));
    ArrayNode steps = json.putArray("steps");
    machine.steps().forEach(step -> steps.add(step.word()));
    json.put("downtime", machine.downtime().word());
    machine
        .copies()
        .ifPresent(
            space ->
                json.putObject(PlanReader.COPIES)
                    .put("bytes", space.bytes())
                    .put("dockerBytes", space.atDocker())
                    .put("homeBytes", space.inHome()));
    if (!machine.subject().uncopied().isEmpty()) {
      machine.subject().uncopied().forEach(json.putArray(PlanReader.UNCOPIED)::add);
    }
    machine.goal().ifPresent(goal -> target(goal, json.putObject("target")));
    json.put("fingerprint", machine.subject().fingerprint());
    if (!machine.subject().was().isEmpty()) {
      ObjectNode was = json.putObject("was");
      machine.subject().was().forEach(was::put);
    }
  }

  private static void change(Change change, ObjectNode json) {
    json.put("field", change.field().word());
    json.put("from", change.from());
    json.put("to", change.to());
    json.put("cause", change.cause().name().toLowerCase(Locale.ROOT));
  }

  private static void target(Goal goal, ObjectNode json) {
    json.put("image", goal.image().value());
    goal.digest().ifPresent(digest -> json.put("digest", digest));
    json.put("bundle", "sha256:" + goal.bundle());
    goal.publication()
        .values()
        .forEach(
            (key, value) -> {
              if (key.kind() == Kind.PORT) {
                json.put(key.word(), Integer.parseInt(value));
              } else {
                json.put(key.word(), value);
              }
            });
    json.put("backup", goal.backup().word());
  }
}
