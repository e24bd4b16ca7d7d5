package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.plan.MachinePlan;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How a run ended, for people: what went well first, failures last, then one line that counts. */
public final class ResultText {
  /** From what needs no look to what needs one most. */
  private static final List<Outcome> ORDER =
      List.of(
          Outcome.IN_SYNC,
          Outcome.APPLIED,
          Outcome.SKIPPED,
          Outcome.STALE,
          Outcome.LOCKED,
          Outcome.ROLLED_BACK,
          Outcome.UNREACHABLE,
          Outcome.MIGRATION_BLOCKED,
          Outcome.FAILED);

  private final RunResult result;
  private final Style style;
  private final Detail detail;
  private final Page page = new Page();

  private ResultText(RunResult result, Style style, Detail detail) {
    this.result = result;
    this.style = style;
    this.detail = detail;
  }

  /** The whole text; it ends with a line feed. */
  public static String of(RunResult result, Style style, Detail detail) {
    ResultText text = new ResultText(result, style, detail);
    if (detail != Detail.QUIET) {
      ORDER.forEach(text::section);
      text.page.gap();
    }
    return text.page.line(text.closing()).text();
  }

  private void section(Outcome outcome) {
    List<MachineResult> machines =
        result.machines().stream().filter(machine -> machine.outcome() == outcome).toList();
    if (outcome == Outcome.IN_SYNC && detail != Detail.VERBOSE) {
      return;
    }
    for (Map.Entry<Why, List<String>> alike : alike(machines).entrySet()) {
      List<String> names = alike.getValue();
      String number = names.size() == 1 ? "" : Counted.machines(names.size()) + ": ";
      page.line(marked(outcome, outcome.word()) + ": " + number + Names.shortened(names));
      page.why("    ", alike.getKey());
    }
  }

  /** The names of machines with the same reason; a machine alone keeps its own words. */
  private Map<Why, List<String>> alike(List<MachineResult> machines) {
    Map<Why, List<MachineResult>> groups = new LinkedHashMap<>();
    for (MachineResult machine : machines) {
      Why why = detail == Detail.VERBOSE ? Why.of(machine) : general(machine);
      groups.computeIfAbsent(why, key -> new ArrayList<>()).add(machine);
    }
    Map<Why, List<String>> names = new LinkedHashMap<>();
    groups.forEach(
        (why, group) ->
            names.put(
                group.size() == 1 ? Why.of(group.get(0)) : why,
                group.stream().map(MachineResult::machine).toList()));
    return names;
  }

  private Why general(MachineResult machine) {
    String address =
        result.plan().of(machine.machine()).map(MachinePlan::subject).orElseThrow().address();
    return Why.of(machine).of(machine.machine(), address);
  }

  private String closing() {
    Map<Outcome, Integer> counts = result.counts();
    String all =
        ORDER.stream()
            .filter(counts::containsKey)
            .map(
                outcome ->
                    marked(
                        outcome,
                        Objects.requireNonNull(counts.get(outcome)) + " " + words(outcome)))
            .collect(joining(", "));
    return Counted.machines(result.machines().size())
        + ": "
        + (all.isEmpty() ? "none" : all)
        + " in "
        + Elapsed.of(result.took())
        + ending();
  }

  private String ending() {
    return switch (result.ending()) {
      case COMPLETE -> "";
      case BUDGET -> "; stopped: more than " + result.plan().budget().maxFailed() + " failed";
      case INTERRUPTED -> "; interrupted";
    };
  }

  private String marked(Outcome outcome, String text) {
    return switch (outcome) {
      case IN_SYNC, APPLIED -> style.green(text);
      case SKIPPED, STALE, LOCKED -> style.yellow(text);
      case ROLLED_BACK, UNREACHABLE, MIGRATION_BLOCKED, FAILED -> style.red(text);
    };
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case IN_SYNC -> "in sync";
      case ROLLED_BACK -> "rolled back";
      case APPLIED, SKIPPED, STALE, LOCKED, UNREACHABLE, MIGRATION_BLOCKED, FAILED ->
          outcome.word();
    };
  }
}
