package io.walterfleet.loopback;

import io.walterfleet.loopback.KillBatch.Cell;
import io.walterfleet.loopback.KillBatch.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kill matrix as text: a line for each kill point, a column for each death, and the totals. */
final class KillReport {
  /** Where it is kept; what was found of other points stays in it. */
  static final Path FILE = Path.of("target", "kill-matrix.txt");

  private static final String COLUMNS = "  %-10s".repeat(Death.values().length);

  private KillReport() {}

  /** Takes in what was found of one scenario, and gives the whole text. */
  static synchronized String add(Scenario scenario, List<KillPoint> points, List<Verdict> verdicts)
      throws IOException {
    Map<Cell, String> words =
        verdicts.stream()
            .collect(
                Collectors.toMap(Verdict::cell, verdict -> verdict.holds() ? "holds" : "FAILS"));
    List<String> lines = new ArrayList<>(others(scenario, points));
    for (KillPoint point : points) {
      List<String> row =
          Arrays.stream(Death.values())
              .map(death -> words.getOrDefault(new Cell(point, death), "-"))
              .toList();
      lines.add(line(word(scenario), word(point), row));
    }
    String text = String.join("\n", lines) + "\n\n" + totals(lines);
    Files.createDirectories(Path.of("target"));
    Files.writeString(FILE, text);
    return text;
  }

  private static List<String> others(Scenario scenario, List<KillPoint> points) throws IOException {
    List<String> played =
        points.stream().map(point -> start(word(scenario), word(point)).strip() + " ").toList();
    if (!Files.exists(FILE)) {
      return List.of(line("scenario", "kill point", names()));
    }
    try (Stream<String> lines = Files.lines(FILE)) {
      return lines
          .takeWhile(line -> !line.isBlank())
          .filter(line -> played.stream().noneMatch(line::startsWith))
          .toList();
    }
  }

  private static String totals(List<String> lines) {
    List<String[]> rows = lines.stream().skip(1).map(line -> line.split("\\s+", -1)).toList();
    StringBuilder text = new StringBuilder(line("totals", "kill points", names()) + "\n");
    for (Scenario scenario : Scenario.values()) {
      List<String[]> own = rows.stream().filter(row -> row[0].equals(word(scenario))).toList();
      text.append(line(word(scenario), Integer.toString(own.size()), counts(own))).append('\n');
    }
    return text + line("all", Integer.toString(rows.size()), counts(rows)) + "\n";
  }

  /** Of each column: how many cells hold, of how many. */
  private static List<String> counts(List<String[]> rows) {
    List<String> counts = new ArrayList<>();
    for (int column = 2; column < 2 + Death.values().length; column++) {
      int at = column;
      List<String> cells =
          rows.stream().map(row -> row[at]).filter(word -> !word.equals("-")).toList();
      counts.add(cells.stream().filter("holds"::equals).count() + "/" + cells.size());
    }
    return counts;
  }

  private static List<String> names() {
    return Arrays.stream(Death.values())
        .map(death -> death.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String word(Scenario scenario) {
    return scenario.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A point in one word. */
  private static String word(KillPoint point) {
    return point.toString().replace(' ', '~');
  }

  private static String line(String first, String second, List<String> columns) {
    return (start(first, second) + COLUMNS.formatted(columns.toArray())).strip();
  }

  private static String start(String first, String second) {
    return "%-16s %-28s".formatted(first, second);
  }
}
