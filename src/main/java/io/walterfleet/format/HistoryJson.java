package io.walterfleet.format;

import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.format.PastRun.Summary;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.StepFinished;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Past runs as JSON; see schema/history.schema.json. */
public final class HistoryJson {
  private static final String FORMAT = "walter-fleet/history/v1";

  private HistoryJson() {}

  /** Several runs in short; the text ends with a line feed. */
  public static String of(List<Summary> runs) {
    ObjectNode json = document();
    ArrayNode array = json.putArray("runs");
    runs.forEach(run -> run(run, array.addObject()));
    return JsonText.page(json);
  }

  /** One run with its machines; the text ends with a line feed. */
  public static String of(PastRun run) {
    ObjectNode json = document();
    ObjectNode one = json.putArray("runs").addObject();
    run(run.summary(), one);
    run.plan().ifPresent(plan -> one.put("plan", plan.header().id()));
    ArrayNode machines = one.putArray("machines");
    MachineCourse.of(run.events()).forEach(course -> machine(course, machines.addObject()));
    return JsonText.page(json);
  }

  /** What is written down when a run begins. */
  public static String opening(Opening opening, long process) {
    ObjectNode json = document();
    opening(opening, json);
    return JsonText.page(json.put("process", process));
  }

  /** What is written down when it ends. */
  public static String outcome(Opening opening, RunFinished end) {
    ObjectNode json = document();
    opening(opening, json);
    end(end, json);
    return JsonText.page(json);
  }

  /** What {@link #opening} or {@link #outcome} wrote. */
  public static Opening readOpening(String text) throws BadPlan {
    JsonReader json = JsonReader.root(text);
    return new Opening(
        json.text("run"),
        EventReader.time(json, "began"),
        json.text("fleet"),
        json.text("command"),
        json.text("by"),
        json.text("version"),
        json.optionalText("note").orElse(""));
  }

  /** The process that {@link #opening} named. */
  public static long readProcess(String text) throws BadPlan {
    return JsonReader.root(text).number("process");
  }

  /** The end that {@link #outcome} wrote. */
  public static RunFinished readOutcome(String text) throws BadPlan {
    JsonReader json = JsonReader.root(text);
    return new RunFinished(
        EventReader.time(json, "ended"),
        json.text("run"),
        new EnumMap<>(EventReader.counts(json.object("counts"))),
        json.word("ending", EventReader::ending),
        json.smallNumber("exitCode"));
  }

  private static ObjectNode document() {
    return JsonNodeFactory.instance.objectNode().put("format", FORMAT);
  }

  private static void run(Summary run, ObjectNode json) {
    opening(run.opening(), json);
    json.put(
        "state", run.end().isPresent() ? "finished" : run.isRunning() ? "running" : "unfinished");
    run.end().ifPresent(end -> end(end, json));
  }

  private static void opening(Opening opening, ObjectNode json) {
    json.put("run", opening.run());
    json.put("began", opening.began().toString());
    json.put("fleet", opening.fleet());
    json.put("command", opening.command());
    json.put("by", opening.owner());
    json.put("version", opening.version());
    if (!opening.note().isEmpty()) {
      json.put("note", opening.note());
    }
  }

  private static void end(RunFinished end, ObjectNode json) {
    json.put("ended", end.at().toString());
    json.put("exitCode", end.exitCode());
    json.put("ending", end.ending().name().toLowerCase(Locale.ROOT));
    ObjectNode counts = json.putObject("counts");
    end.counts().forEach((outcome, number) -> counts.put(outcome.word(), number.intValue()));
  }

  private static void machine(MachineCourse course, ObjectNode json) {
    json.put("name", course.machine());
    json.put("outcome", course.word());
    course.result().ifPresent(end -> json.put("reason", end.reason()).put("fix", end.fix()));
    json.put("seconds", course.took().toMillis() / 1000.0);
    ArrayNode steps = json.putArray("steps");
    course.steps().forEach(step -> step(step, steps.addObject()));
  }

  private static void step(StepFinished step, ObjectNode json) {
    json.put("step", step.step());
    json.put("result", step.word());
    json.put("seconds", step.took().toMillis() / 1000.0);
    json.put("detail", step.detail());
  }
}
