package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Controls;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows under headings, each column as wide as its widest text. */
record Table(List<String> headings, List<List<String>> rows) {
  private static final int SPACE = 2;

  /** Rows with text that came from outside, made safe to show. */
  static Table of(List<String> headings, List<List<String>> rows) {
    return new Table(
        headings, rows.stream().map(row -> row.stream().map(Controls::escaped).toList()).toList());
  }

  /** Writes the headings in bold, and each row on a line. */
  Page write(Page page, Style style) {
    int[] widths =
        IntStream.range(0, headings.size())
            .map(
                column ->
                    Stream.concat(Stream.of(headings), rows.stream())
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
            .toArray();
    page.line(style.bold(line(headings, widths)));
    rows.forEach(row -> page.line(line(row, widths)));
    return page;
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> cell(row, column, widths))
        .collect(joining());
  }

  private static String cell(List<String> row, int column, int[] widths) {
    String text = row.get(column);
    boolean last = column == row.size() - 1;
    return last ? text : text + " ".repeat(widths[column] - text.length() + SPACE);
  }
}
