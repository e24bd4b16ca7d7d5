package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Controls;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows under headings, each column as wide as its widest text. */
record Table(List<String> headings, List<List<String>> rows) {
  private static final int SPACE = 2;
  private static final int LEAST = 8;

  /** Rows with text that came from outside, made safe to show. */
  static Table of(List<String> headings, List<List<String>> rows) {
    return new Table(
        headings, rows.stream().map(row -> row.stream().map(Controls::escaped).toList()).toList());
  }

  /** The same with these columns alone. */
  Table with(List<String> some) {
    List<Integer> columns = some.stream().map(headings::indexOf).toList();
    return new Table(
        some, rows.stream().map(row -> columns.stream().map(row::get).toList()).toList());
  }

  /**
   * The same in lines that are not longer than this, if cutting texts of these columns in the
   * middle brings that about; the longest are cut first, and none below its heading and 8
   * characters.
   */
  Table within(int width, Set<String> longs) {
    int[] widths = widths();
    int surplus = Arrays.stream(widths).sum() + SPACE * (widths.length - 1) - width;
    for (; surplus > 0; surplus--) {
      int longest = -1;
      for (int column = 0; column < widths.length; column++) {
        boolean yields = longs.contains(headings.get(column)) && widths[column] > LEAST;
        longest = yields && (longest < 0 || widths[column] > widths[longest]) ? column : longest;
      }
      if (longest < 0) {
        break;
      }
      widths[longest]--;
    }
    return new Table(
        headings,
        rows.stream()
            .map(
                row ->
                    IntStream.range(0, row.size())
                        .mapToObj(column -> cut(row.get(column), widths[column]))
                        .toList())
            .toList());
  }

  /** A text whose middle is left out where it is too long: both ends tell names apart. */
  static String cut(String text, int width) {
    int end = (width - 1) / 2;
    return text.length() <= width
        ? text
        : text.substring(0, width - 1 - end) + "…" + text.substring(text.length() - end);
  }

  /** Writes the headings in bold, and each row on a line. */
  TextBuilder write(TextBuilder textBuilder, Style style) {
    int[] widths = widths();
    textBuilder.line(style.bold(line(headings, widths)));
    rows.forEach(row -> textBuilder.line(line(row, widths)));
    return textBuilder;
  }

  private int[] widths() {
    return IntStream.range(0, headings.size())
        .map(
            column ->
                Stream.concat(Stream.of(headings), rows.stream())
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0))
        .toArray();
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
