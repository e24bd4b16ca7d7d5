package io.walterfleet.format;

import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The log as JSON, one object a line; see schema/log.schema.json. */
public final class LogJson {
  private static final String FIX = "fix: ";
  private static final Pattern PREFIX = Pattern.compile("^(?:walter-fleet|note): ");

  /** Colours, and what moves a cursor. */
  private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]{0,9}[A-Za-z]|\r");

  private final String command;
  private final InstantSource clock;
  private final Consumer<String> to;
  private Optional<EventJson> run = Optional.empty();
  private String runId = "";

  /**
   * The log of a command.
   *
   * @param to takes each line, without its line feed
   */
  public LogJson(String command, InstantSource clock, Consumer<String> to) {
    this.command = command;
    this.clock = clock;
    this.to = to;
  }

  /**
   * What was said to people: each line that is not indented begins a record, and what follows
   * indented belongs to it, the fix as a member of its own.
   */
  public synchronized void text(LogLevel level, String text) {
    List<String> block = new ArrayList<>();
    for (String line : ESCAPES.matcher(text).replaceAll("").lines().toList()) {
      if (line.isBlank()) {
        continue;
      }
      if (!Character.isWhitespace(line.charAt(0))) {
        block(level, block);
        block.clear();
      }
      block.add(line.strip());
    }
    block(level, block);
  }

  private void block(LogLevel level, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    List<String> words = lines.stream().filter(line -> !line.startsWith(FIX)).toList();
    String message = PREFIX.matcher(String.join("\n", words)).replaceFirst("");
    ObjectNode json = begun(clock.instant(), level, message);
    if (!runId.isEmpty()) {
      json.put("run", runId);
    }
    lines.stream()
        .filter(line -> line.startsWith(FIX))
        .findFirst()
        .ifPresent(line -> json.put("fix", line.substring(FIX.length())));
    line(json);
  }

  /** Something that happened in a run, with what the event has. */
  public synchronized void event(Event event, LogLevel level, String message) {
    if (event instanceof RunStarted started) {
      runId = started.run();
      run = Optional.of(new EventJson(runId));
    }
    ObjectNode json = begun(event.at(), level, message);
    run.ifPresent(
        one -> {
          ObjectNode fields = one.node(event);
          json.put("event", fields.path("type").asString());
          json.setAll(fields.remove(List.of("type", "format", "at")));
        });
    line(json);
    if (event instanceof RunFinished) {
      runId = "";
    }
  }

  /** That the machines of a watch were read. */
  public synchronized void surveyed(Instant at, FleetDrift drift, LogLevel level, String message) {
    ObjectNode json = begun(at, level, message);
    json.put("event", "surveyed").put("fleet", drift.correction().header().fleet());
    DriftJson.summary(drift, json.putObject("summary"));
    line(json);
  }

  /** How a machine of a watch is now, where it was otherwise before. */
  public synchronized void machine(Instant at, Drift machine, Optional<Condition> health) {
    boolean isAiling = health.filter(Condition::isUnhealthy).isPresent();
    MachineState state = MachineState.of(machine, health);
    ObjectNode json =
        begun(at, state.level(), machine.name() + ": " + state.words())
            .put("event", "machine")
            .put("machine", machine.name())
            .put("verdict", machine.verdict().word());
    health.ifPresent(one -> json.put("health", one.state().word()));
    String fix = isAiling ? health.orElseThrow().fix() : machine.back().judgement().fix();
    line(fix.isEmpty() ? json : json.put("fix", fix));
  }

  /** What a watch says between its surveys. */
  public synchronized void notice(WatchNotice notice) {
    LogLevel level =
        notice.kind() == WatchNotice.Kind.INVENTORY_READ ? LogLevel.INFO : LogLevel.WARN;
    ObjectNode json = begun(notice.at(), level, notice.text());
    json.put("event", notice.kind().word());
    if (!notice.machines().isEmpty()) {
      notice.machines().forEach(json.putArray("machines")::add);
    }
    notice.until().ifPresent(end -> json.put("until", end.toString()));
    line(json);
  }

  private ObjectNode begun(Instant at, LogLevel level, String message) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("time", at.toString())
        .put("level", level.word())
        .put("message", message)
        .put("command", command);
  }

  private void line(ObjectNode json) {
    to.accept(JsonText.line(json));
  }
}
