package io.walterfleet.sandbox;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.List;

/** What the demo printed, with what differs from run to run named alike. */
record Transcript(List<String> lines) {
  /** A line that stands for any number of lines. */
  static final String ANYTHING = "...";

  /**
   * Reads a transcript. Machines work side by side, so the lines of an apply come in any order:
   * those of one machine are put together.
   */
  static Transcript of(String text) {
    List<String> lines = new ArrayList<>();
    List<String> together = new ArrayList<>();
    for (String line : timeless(text).strip().lines().map(Transcript::named).toList()) {
      if (line.startsWith("TIME ") && !line.startsWith("TIME batch")) {
        together.add(line);
        continue;
      }
      together.stream().sorted(comparing(Transcript::machine)).forEach(lines::add);
      together.clear();
      lines.add(line);
    }
    together.stream().sorted(comparing(Transcript::machine)).forEach(lines::add);
    return new Transcript(List.copyOf(lines));
  }

  /** The lines as one text. */
  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** The first line that is not in the other transcript, in its order; empty when all are. */
  String firstLineNotIn(Transcript whole) {
    List<String> left = whole.lines();
    boolean skips = false;
    for (String line : lines) {
      if (line.equals(ANYTHING)) {
        skips = true;
        continue;
      }
      int at = left.indexOf(line);
      if (at < 0 || (at > 0 && !skips)) {
        return line;
      }
      left = left.subList(at + 1, left.size());
      skips = false;
    }
    return left.isEmpty() || skips ? "" : left.get(0);
  }

  private static String machine(String line) {
    String word = line.split(" ", 3)[1];
    return word.endsWith(":") ? word : "";
  }

  /** A forecast differs from run to run, and so do the places where its lines end. */
  private static String timeless(String text) {
    return text.replaceAll(
        "(?s)(?<=^|\\n)Takes (about )?[0-9].{1,200}?[0-9]\\searlier\\sruns?\\."
            + "(\\sNone\\sof\\sthem\\sdid\\s.{1,99}?\\sis\\staken\\.)?",
        "Takes SOME TIME.");
  }

  private static String named(String line) {
    return line.replaceAll("[^\\s=]*/walter-fleet-demo-[0-9a-f]{4}", "DEMO")
        .replaceAll("\\b\\d{8}T\\d{6}Z-[0-9a-f]{4}\\b", "ID")
        .replaceAll("\\b\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "TIME")
        .replaceAll("\\b[A-Z][a-z]{2} \\d{4}-\\d\\d-\\d\\d at \\d\\d:\\d\\d \\(UTC\\)", "DAY")
        .replaceAll("\\(\\d+ s ago\\)", "(SOME TIME ago)")
        .replaceAll(" in (\\d+ min )?[0-9.]+ s\\b", " in SOME TIME");
  }
}
