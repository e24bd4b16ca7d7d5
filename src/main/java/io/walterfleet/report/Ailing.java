package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Conditions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Machines whose Walter is not ready in the same way, so that it is said once. */
record Ailing(State state, ReasonAndFix why, List<String> machines) {
  Ailing {
    machines = List.copyOf(machines);
  }

  /** What must be the same. */
  private record Likeness(State state, ReasonAndFix why) {}

  /** The groups, those first that need somebody first; each machine by itself if asked for. */
  static List<Ailing> groups(Conditions health, Detail detail) {
    List<Ailing> all = new ArrayList<>();
    for (State state : List.of(State.NOT_READY, State.MIGRATION_BLOCKED, State.UNKNOWN)) {
      all.addAll(groups(state, health, detail));
    }
    all.addAll(groups(State.MAINTENANCE, health, detail));
    return all;
  }

  private static List<Ailing> groups(State state, Conditions health, Detail detail) {
    Map<Likeness, List<String>> groups = new LinkedHashMap<>();
    health.byMachine().entrySet().stream()
        .filter(entry -> entry.getValue().state() == state)
        .forEach(
            entry ->
                groups
                    .computeIfAbsent(
                        likeness(entry.getKey(), entry.getValue(), detail),
                        key -> new ArrayList<>())
                    .add(entry.getKey()));
    return groups.entrySet().stream()
        .map(entry -> new Ailing(state, entry.getKey().why(), entry.getValue()))
        .toList();
  }

  private static Likeness likeness(String machine, Condition condition, Detail detail) {
    ReasonAndFix own = new ReasonAndFix(reason(condition), condition.fix());
    return new Likeness(condition.state(), detail == Detail.VERBOSE ? own : own.of(machine, ""));
  }

  private static String reason(Condition condition) {
    return condition.state() == State.MIGRATION_BLOCKED
        ? "it waits at /migration-required for its schema to be migrated"
        : condition.reason();
  }

  /** How many machines, unless it is one, and their names. */
  String title() {
    return (machines.size() == 1 ? "" : Plural.machines(machines.size()) + ": ")
        + Controls.escaped(NameRanges.shortened(machines));
  }

  /** The head of a section of such machines. */
  static String head(State state, int machines) {
    String all = Plural.machines(machines) + " ";
    return switch (state) {
      case NOT_READY -> all + "not healthy: Walter does not serve its users there";
      case MIGRATION_BLOCKED -> all + "migration-blocked: Walter waits for its migration there";
      case UNKNOWN -> all + "of unknown health: Walter could not be asked there";
      case MAINTENANCE -> all + "down for a run that goes on just now";
      case READY -> all + "healthy";
    };
  }

  /** How many there are of each state but the good one, for a closing line; may be empty. */
  static String counts(Conditions health, Style style) {
    Map<State, Integer> counts = new EnumMap<>(health.counts());
    counts.remove(State.READY);
    return counts.entrySet().stream()
        .map(entry -> coloured(entry.getKey(), entry.getValue(), style))
        .collect(joining(", "));
  }

  private static String coloured(State state, int number, Style style) {
    String text = number + " " + state.counted();
    return state.isUnhealthy() ? style.red(text) : style.yellow(text);
  }

  /** The word of a table's cell. */
  static String cell(Optional<Condition> condition) {
    return condition.map(one -> one.state().word().replace("not-ready", "not ready")).orElse("-");
  }
}
