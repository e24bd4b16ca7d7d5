package io.walterfleet.format;

import io.walterfleet.fleet.Wave;
import io.walterfleet.rehearsal.Assumptions.Act;
import io.walterfleet.rehearsal.Fault;
import io.walterfleet.rehearsal.Forecast;
import io.walterfleet.rehearsal.Forecast.FaultHits;
import io.walterfleet.rehearsal.Forecast.Phase;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a rollout would go, as JSON; see schema/rehearsal.schema.json. */
public final class ForecastJson {
  private ForecastJson() {}

  /** The JSON text, with line feeds, the last of them at the end. */
  public static String of(Forecast forecast) {
    RunResult result = forecast.result();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", "walter-fleet/rehearsal/v1");
    json.put("fleet", result.plan().header().fleet());
    json.put("plan", forecast.origin());
    json.put("seed", forecast.scenario().seed());
    ObjectNode takes = json.putObject("assumed");
    Act.all().forEach(act -> takes.put(act.word(), seconds(forecast.scenario().assumed().of(act))));
    ArrayNode faults = json.putArray("faults");
    forecast.faultHitss().forEach(faultHits -> strike(faultHits, faults.addObject()));
    if (!forecast.checks().isEmpty()) {
      CheckJson.list(forecast.checks(), json.putArray("checks"));
    }
    if (!forecast.hooks().isEmpty()) {
      HookJson.list(forecast.hooks(), json.putArray("hooks"));
    }
    if (!forecast.waits().isEmpty()) {
      WaitJson.list(forecast.waits(), json.putArray("waits"));
    }
    if (!forecast.calendar().isEmpty()) {
      ArrayNode calendar = json.putArray("calendar");
      forecast.calendar().forEach(entry -> date(entry, calendar.addObject()));
    }
    json.put("seconds", seconds(forecast.course().takes()));
    json.put("ending", result.ending().name().toLowerCase(Locale.ROOT));
    json.put("exitCode", result.exitCode().number());
    json.put("maxFailed", result.plan().budget().maxFailed());
    json.putObject("peak")
        .put("connections", forecast.course().peaks().connections())
        .put("machines", forecast.course().peaks().machines());
    forecast.course().preparation().ifPresent(it -> phase(it, json.putObject("preparation")));
    batches(forecast, json.putArray("batches"));
    machines(forecast, json.putArray("machines"));
    return JsonText.page(json);
  }

  private static void date(Forecast.WavePart part, ObjectNode json) {
    json.put("wave", part.wave().group());
    json.put("begins", part.begins().toOffsetDateTime().toString());
    json.put("done", part.done().toOffsetDateTime().toString());
    if (!part.isLast()) {
      json.put("waiting", part.waiting());
      return;
    }
    if (part.wave().holds()) {
      json.put("then", Wave.HOLD);
    }
    if (!part.wave().soak().isZero()) {
      json.put("soakSeconds", part.wave().soak().toSeconds());
    }
  }

  private static void strike(FaultHits faultHits, ObjectNode json) {
    Fault fault = faultHits.fault();
    json.put("fault", fault.text());
    names(json.putArray("machines"), faultHits.machines());
  }

  private static void batches(Forecast forecast, ArrayNode batches) {
    for (Phase phase : forecast.course().batches()) {
      ObjectNode json = batches.addObject();
      json.put("batch", phase.number());
      json.put("wave", phase.wave());
      phase(phase, json);
      json.put("changed", phase.changed());
      names(
          json.putArray("machines"),
          forecast.result().plan().batches().all().get(phase.number() - 1).machines());
    }
  }

  private static void phase(Phase phase, ObjectNode json) {
    json.put("begins", seconds(phase.begins()));
    json.put("seconds", seconds(phase.takes()));
    json.put("failed", phase.failed());
  }

  private static void machines(Forecast forecast, ArrayNode machines) {
    for (MachineResult one : forecast.result().machines()) {
      ObjectNode json = machines.addObject();
      json.put("name", one.machine());
      Optional.ofNullable(forecast.from().get(one.machine()))
          .ifPresent(image -> json.put("from", image.value()));
      Optional.ofNullable(forecast.course().changedIn().get(one.machine()))
          .ifPresent(batch -> json.put("batch", batch));
      json.put("outcome", one.outcome().word());
      json.put("reason", one.reason());
    }
  }

  private static void names(ArrayNode json, List<String> names) {
    names.forEach(json::add);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
