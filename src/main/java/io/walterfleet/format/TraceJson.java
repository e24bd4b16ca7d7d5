package io.walterfleet.format;

import io.walterfleet.format.TraceLane.Call;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.HookStarted;
import io.walterfleet.rollout.Event.Hooked;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run as spans that form one tree: the run, its batches, their machines, the steps of each. The
 * form is OTLP's for JSON (opentelemetry-proto, {@code ExportTraceServiceRequest}): ids are
 * hexadecimal, times are nanoseconds in a string.
 *
 * <ol>
 *   <li>The trace is that of the caller, or has an id of the run's own, made of the run's id; so
 *       have all spans, and who knows the run finds them.
 *   <li>A machine begins with its first step, which may be to prepare it long before its batch has
 *       its turn; a batch begins with the first of its machines.
 *   <li>A hook is a part of its machine, or of the run.
 *   <li>A machine that began no step has a span only if that is no good news.
 *   <li>What was under way when the run ended, ends with it.
 * </ol>
 */
public final class TraceJson {
  /** A request without a span, to which a collector should say yes. */
  public static final String EMPTY = "{\"resourceSpans\":[]}";

  private static final int INTERNAL = 1;
  private static final int ERROR = 2;
  private static final int TRACE_DIGITS = 32;
  private static final int SPAN_DIGITS = 16;

  /** About a megabyte of them: collectors take 4 to 20. */
  private static final int MOST_IN_ONE = 2000;

  private final Subject subject;
  private final RunStarted began;
  private final RunFinished end;
  private final String trace;
  private final Map<String, TraceLane> lanes = new LinkedHashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final Map<Integer, BatchFinished> batches = new LinkedHashMap<>();
  private final ArrayNode spans = JsonNodeFactory.instance.arrayNode();

  private TraceJson(Subject subject, RunStarted began, RunFinished end) {
    this.subject = subject;
    this.began = began;
    this.end = end;
    this.trace =
        subject.parent().map(TraceParent::trace).orElseGet(() -> id("trace", TRACE_DIGITS));
  }

  /**
   * What a trace is about.
   *
   * @param kind of run, a word
   * @param resource attributes of the program that runs, {@code service.name} among them
   * @param parent absent when the run is a trace of its own
   */
  public record Subject(
      String fleet,
      String kind,
      List<Batch> batches,
      Map<String, String> resource,
      String version,
      Optional<TraceParent> parent) {
    public Subject {
      batches = List.copyOf(batches);
      resource = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(resource));
    }
  }

  /**
   * The requests, each with a part of the spans; none for events that are no run from its beginning
   * to its end.
   */
  public static List<String> of(Subject subject, List<Event> events) {
    Optional<RunStarted> began = first(events, RunStarted.class);
    Optional<RunFinished> end = first(events, RunFinished.class);
    if (began.isEmpty() || end.isEmpty()) {
      return List.of();
    }
    TraceJson json = new TraceJson(subject, began.get(), end.get());
    events.forEach(json::take);
    return json.texts();
  }

  private static <E extends Event> Optional<E> first(List<Event> events, Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private void take(Event event) {
    if (event instanceof StepStarted step) {
      lane(step.machine()).begun.add(step);
    } else if (event instanceof StepFinished step) {
      lane(step.machine()).end(step);
    } else if (event instanceof MachineFinished machine) {
      lane(machine.result().machine()).result = Optional.of(machine);
    } else if (event instanceof HookStarted hook) {
      calls(hook).add(new Call(hook, Optional.empty()));
    } else if (event instanceof HookFinished hook) {
      Call.end(calls(hook), hook);
    } else if (event instanceof BatchFinished batch) {
      batches.put(batch.number(), batch);
    }
  }

  /** Hooks of the same machine, or those that are about more than one. */
  private List<Call> calls(Event hook) {
    return hook.subject().map(machine -> lane(machine).calls).orElse(calls);
  }

  private TraceLane lane(String machine) {
    return lanes.computeIfAbsent(machine, first -> new TraceLane());
  }

  private List<String> texts() {
    lanes.values().removeIf(lane -> !lane.isWorthASpan());
    run();
    Map<String, String> parents = new LinkedHashMap<>();
    for (int i = 0; i < subject.batches().size(); i++) {
      batch(i + 1, subject.batches().get(i), parents);
    }
    lanes.forEach(
        (machine, lane) -> machine(machine, lane, parents.getOrDefault(machine, id("run"))));
    for (int i = 0; i < calls.size(); i++) {
      call(calls.get(i), "hook " + i, id("run"));
    }
    List<String> texts = new ArrayList<>();
    for (int from = 0; from < spans.size(); from += MOST_IN_ONE) {
      ArrayNode some = JsonNodeFactory.instance.arrayNode();
      for (int i = from; i < Math.min(spans.size(), from + MOST_IN_ONE); i++) {
        some.add(spans.get(i));
      }
      texts.add(text(some));
    }
    return texts;
  }

  private String text(ArrayNode some) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    ObjectNode resource = request.putArray("resourceSpans").addObject();
    ArrayNode about = resource.putObject("resource").putArray("attributes");
    // a key stands there once
    Map<String, String> resourceKeys = new LinkedHashMap<>(subject.resource());
    resourceKeys.putIfAbsent("service.version", subject.version());
    resourceKeys.putIfAbsent("walter_fleet.fleet", subject.fleet());
    resourceKeys.forEach((key, value) -> attribute(about, key, value));
    ObjectNode scope = resource.putArray("scopeSpans").addObject();
    scope.putObject("scope").put("name", "walter-fleet").put("version", subject.version());
    scope.set("spans", some);
    return JsonText.line(request);
  }

  private void run() {
    String parent = subject.parent().map(TraceParent::span).orElse("");
    ObjectNode span = span(id("run"), parent, subject.kind(), began.at(), end.at());
    ArrayNode attributes = span.putArray("attributes");
    attribute(attributes, "walter_fleet.run", began.run());
    attribute(attributes, "walter_fleet.plan", began.plan());
    attribute(attributes, "walter_fleet.machines", began.machines());
    attribute(attributes, "walter_fleet.ending", end.ending().word());
    attribute(attributes, "walter_fleet.exit_code", end.exitCode());
    if (end.exitCode() != 0) {
      failed(span, "exit code " + end.exitCode());
    }
  }

  private void batch(int number, Batch batch, Map<String, String> parents) {
    List<TraceLane> members =
        batch.machines().stream().filter(lanes::containsKey).map(this::lane).toList();
    if (members.isEmpty()) {
      return;
    }
    String name = "batch " + number;
    batch.machines().forEach(machine -> parents.put(machine, id(name)));
    Optional<BatchFinished> told = Optional.ofNullable(batches.get(number));
    Instant first = members.stream().map(TraceLane::began).min(Instant::compareTo).orElseThrow();
    Instant last = told.map(BatchFinished::at).orElseGet(end::at);
    ObjectNode span = span(id(name), id("run"), name, first, last);
    ArrayNode attributes = span.putArray("attributes");
    attribute(attributes, "walter_fleet.batch", number);
    attribute(attributes, "walter_fleet.wave", batch.wave());
    told.filter(one -> one.failed() > 0)
        .ifPresent(one -> failed(span, Plural.of(one.failed(), "machine") + " failed"));
  }

  private void machine(String machine, TraceLane lane, String parent) {
    String id = id("machine " + machine);
    Instant last = lane.result.map(MachineFinished::at).orElseGet(end::at);
    ObjectNode span = span(id, parent, machine, lane.began(), last);
    ArrayNode attributes = span.putArray("attributes");
    attribute(attributes, "walter_fleet.machine", machine);
    lane.result.ifPresent(
        one -> attribute(attributes, "walter_fleet.outcome", one.result().outcome().word()));
    lane.result
        .filter(one -> one.result().outcome().isFailure())
        .ifPresent(one -> failed(span, one.result().reason()));
    for (int i = 0; i < lane.begun.size(); i++) {
      step(lane.begun.get(i), i, Optional.ofNullable(lane.ended.get(i)), id);
    }
    for (int i = 0; i < lane.calls.size(); i++) {
      call(lane.calls.get(i), "hook " + i + " of " + machine, id);
    }
  }

  private void call(Call call, String name, String parent) {
    Hooked hook = call.begun().hook();
    Instant last = call.ended().map(HookFinished::at).orElseGet(end::at);
    ObjectNode span = span(id(name), parent, hook.moment().word(), call.begun().at(), last);
    ArrayNode attributes = span.putArray("attributes");
    attribute(attributes, "walter_fleet.hook", hook.moment().word());
    attribute(attributes, "walter_fleet.program", hook.line());
    if (!hook.machine().isEmpty()) {
      attribute(attributes, "walter_fleet.machine", hook.machine());
    }
    attribute(
        attributes,
        "walter_fleet.result",
        call.ended().map(one -> one.ended().kind().word()).orElse("unknown"));
    call.ended()
        .filter(one -> !one.ended().isDone())
        .ifPresent(one -> failed(span, one.ended().words()));
  }

  private void step(StepStarted step, int number, Optional<StepFinished> ended, String parent) {
    String id = id("step " + number + " of " + step.machine());
    Instant last = ended.map(StepFinished::at).orElseGet(end::at);
    ObjectNode span = span(id, parent, step.step(), step.at(), last);
    ArrayNode attributes = span.putArray("attributes");
    attribute(attributes, "walter_fleet.machine", step.machine());
    attribute(attributes, "walter_fleet.step", step.step());
    attribute(attributes, "walter_fleet.result", ended.map(StepFinished::word).orElse("unknown"));
    ended.filter(one -> one.word().equals("failed")).ifPresent(one -> failed(span, one.detail()));
  }

  private ObjectNode span(String id, String parent, String name, Instant first, Instant last) {
    ObjectNode span = spans.addObject().put("traceId", trace).put("spanId", id);
    if (!parent.isEmpty()) {
      span.put("parentSpanId", parent);
    }
    return span.put("name", name)
        .put("kind", INTERNAL)
        .put("startTimeUnixNano", nanos(first))
        .put("endTimeUnixNano", nanos(last.isBefore(first) ? first : last));
  }

  private static void failed(ObjectNode span, String why) {
    span.putObject("status").put("code", ERROR).put("message", why);
  }

  private static void attribute(ArrayNode attributes, String key, String value) {
    attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
  }

  private static void attribute(ArrayNode attributes, String key, int value) {
    String digits = Integer.toString(value);
    attributes.addObject().put("key", key).putObject("value").put("intValue", digits);
  }

  private static String nanos(Instant time) {
    return Long.toString(
        Math.addExact(
            Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), (long) time.getNano()));
  }

  private String id(String of) {
    return id(of, SPAN_DIGITS);
  }

  private String id(String of, int digits) {
    try {
      byte[] text = (began.run() + "\n" + of).getBytes(StandardCharsets.UTF_8);
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(sum).substring(0, digits);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("each Java has SHA-256", impossible);
    }
  }
}
