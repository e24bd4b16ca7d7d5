package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What adopting machines came to, for people. */
public final class AdoptionText {
  private AdoptionText() {}

  /**
   * The whole text; it ends with a line feed.
   *
   * @param plan of the new inventory, made from what was just read
   * @param left why machines were not adopted, by name
   */
  public static String of(
      Plan plan, Map<String, Unknown> left, Optional<String> file, Detail detail) {
    TextBuilder textBuilder = new TextBuilder();
    if (detail != Detail.QUIET) {
      textBuilder.line(left(left).stripTrailing()).gap();
      plan.machines().stream()
          .filter(machine -> machine.verdict() != Verdict.IN_SYNC)
          .forEach(machine -> textBuilder.line(machine.verdict().word() + ": " + words(machine)));
      file.ifPresent(path -> textBuilder.line("Written to " + Controls.escaped(path)));
    }
    String summary = Words.counts(plan.summary(), Style.PLAIN);
    String others = left.isEmpty() ? "" : "; " + left.size() + " not adopted";
    textBuilder.line(Plural.machines(plan.machines().size()) + " adopted: " + summary + others);
    return textBuilder.text().stripLeading();
  }

  /** Each machine that was not adopted, and what to do about it. */
  public static String left(Map<String, Unknown> left) {
    return left.entrySet().stream()
        .map(
            entry -> {
              String why = "not adopted: " + entry.getKey() + ": " + entry.getValue().reason();
              String fix = entry.getValue().fix();
              return Controls.escaped(why)
                  + "\n"
                  + (fix.isEmpty() ? "" : "    fix: " + Controls.escaped(fix) + "\n");
            })
        .collect(joining());
  }

  private static String words(MachinePlan machine) {
    List<String> changes =
        machine.changes().stream()
            .map(change -> change.field().word() + " " + change.from() + " -> " + change.to())
            .toList();
    String why = changes.isEmpty() ? machine.judgement().reason() : String.join(", ", changes);
    return Controls.escaped(machine.name() + ": " + why);
  }
}
