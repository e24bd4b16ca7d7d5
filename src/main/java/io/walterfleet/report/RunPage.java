package io.walterfleet.report;

import io.walterfleet.format.Logins;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.HookStarted;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run on one page of HTML: a row a machine, a bar a step, failures first, batches marked.
 *
 * <p>The page of a run that has not ended loads itself again and again, as long as it is written
 * anew. It needs no network and no other file; see {@link HtmlPage}.
 */
public final class RunPage {
  private final ObjectNode json;
  private final Map<String, ObjectNode> machines = new HashMap<>();
  private final Instant began;

  /** Whether machines are put back because somebody asked for that; then it is no failure. */
  private final boolean isRollback;

  private RunPage(Plan plan, Instant began) {
    this.isRollback =
        !plan.acting().isEmpty() && plan.acting().stream().allMatch(one -> one.goal().isEmpty());
    this.json = PlanData.of(plan);
    this.began = began;
    int index = 0;
    for (JsonNode machine : json.path("machines").values()) {
      machines.put(plan.machines().get(index).name(), (ObjectNode) machine);
      ((ObjectNode) machine).putArray("bars");
      index++;
    }
  }

  /**
   * The page; it ends with a line feed.
   *
   * @param events of the run so far, in their order; events of machines that are not in the plan
   *     are left out
   * @param asOf when the last of them was known
   */
  public static String of(Plan plan, List<Event> events, Instant asOf) {
    return of(plan, events, asOf, Logins.NONE);
  }

  /**
   * The same.
   *
   * @param logins to the machines
   */
  public static String of(Plan plan, List<Event> events, Instant asOf, Logins logins) {
    RunPage page = new RunPage(plan, events.stream().findFirst().map(Event::at).orElse(asOf));
    page.machines.forEach(
        (name, machine) ->
            logins.of(name).ifPresent(line -> machine.put("ssh", PlanData.text(line))));
    page.json.put("run", "");
    page.json.put("began", page.began.truncatedTo(ChronoUnit.SECONDS).toString());
    page.json.put("asOf", page.offset(asOf));
    page.json.put("written", asOf.toEpochMilli());
    events.forEach(page::take);
    String title = "Run on " + plan.header().fleet() + ": walter-fleet";
    return HtmlPage.of("run", title, page.json);
  }

  private void take(Event event) {
    if (event instanceof RunStarted started) {
      json.put("run", PlanData.text(started.run()));
    } else if (event instanceof StepStarted step) {
      bar(step.machine(), step.step(), offset(step.at()));
    } else if (event instanceof StepFinished step) {
      finished(step);
    } else if (event instanceof HookStarted hook) {
      hook.subject().ifPresent(name -> bar(name, hook.hook().moment().word(), offset(hook.at())));
    } else if (event instanceof HookFinished hook) {
      finished(hook);
    } else if (event instanceof MachineFinished machine) {
      machine(machine.result(), offset(machine.at()));
    } else if (event instanceof BatchFinished batch) {
      batch(batch);
    } else if (event instanceof RunFinished end) {
      json.put("ending", end.ending().name().toLowerCase(Locale.ROOT));
      json.put("exitCode", end.exitCode());
      json.put("asOf", offset(end.at()));
    }
  }

  private Optional<ObjectNode> bar(String machine, String step, long at) {
    return machine(machine)
        .map(
            one -> {
              ObjectNode bar = ((ArrayNode) one.path("bars")).addObject();
              return bar.put("step", PlanData.text(step)).put("at", at);
            });
  }

  /** The bar that its beginning drew; or, when nobody heard of that, one of its own. */
  private void finished(StepFinished step) {
    open(step.machine(), step.step())
        .or(() -> bar(step.machine(), step.step(), offset(step.at().minus(step.took()))))
        .ifPresent(
            bar ->
                bar.put("took", Math.max(0, step.took().toMillis()))
                    .put("result", step.word())
                    .put("detail", PlanData.text(step.detail())));
  }

  private void finished(HookFinished hook) {
    hook.subject()
        .flatMap(name -> open(name, hook.hook().moment().word()))
        .ifPresent(
            bar ->
                bar.put("took", Math.max(0, hook.took().toMillis()))
                    .put("result", hook.ended().isDone() ? "changed" : "failed")
                    .put("detail", PlanData.text(hook.hook().line() + " " + hook.ended().words())));
  }

  private Optional<ObjectNode> open(String machine, String step) {
    JsonNode bars = machine(machine).map(one -> one.path("bars")).orElse(json.path("none"));
    return bars.values().stream()
        .filter(bar -> bar.path("step").asString().equals(PlanData.text(step)) && !bar.has("took"))
        .reduce((first, last) -> last)
        .map(ObjectNode.class::cast);
  }

  private void machine(MachineResult result, long at) {
    machine(result.machine())
        .ifPresent(
            one ->
                one.put("outcome", isWanted(result) ? "put-back" : result.outcome().word())
                    .put("failed", result.outcome().isFailure() && !isWanted(result))
                    .put("end", at)
                    .put("reason", PlanData.text(result.reason()))
                    .put("fix", PlanData.text(result.fix())));
  }

  private boolean isWanted(MachineResult result) {
    return isRollback && result.outcome() == Outcome.ROLLED_BACK;
  }

  private void batch(BatchFinished batch) {
    JsonNode found = json.path("batches").path(batch.number() - 1);
    if (found instanceof ObjectNode one) {
      one.put("end", offset(batch.at())).put("failed", batch.failed());
    }
  }

  private Optional<ObjectNode> machine(String name) {
    return Optional.ofNullable(machines.get(name));
  }

  private long offset(Instant at) {
    return Math.max(0, Duration.between(began, at).toMillis());
  }
}
