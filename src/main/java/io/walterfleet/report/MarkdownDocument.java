package io.walterfleet.report;

import io.walterfleet.format.Plural;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Markdown that grows row by row, and is cut where a comment would hold no more.
 *
 * <p>A comment on GitHub holds 65,536 characters; whoever posts this one may add some words.
 */
final class MarkdownDocument {
  /** So many bytes a whole comment may have. */
  private static final int MOST_BYTES = 60_000;

  /** What {@link #note} needs at most. */
  private static final int ROOM_FOR_NOTE = 200;

  private final StringBuilder text = new StringBuilder();
  private final int most;
  private int bytes;
  private int leftOut;

  MarkdownDocument(int most) {
    this.most = most;
  }

  /** A whole comment. */
  MarkdownDocument() {
    this(MOST_BYTES);
  }

  /** What goes into a comment beside these parts of it. */
  static MarkdownDocument beside(MarkdownDocument... parts) {
    int taken = Stream.of(parts).mapToInt(MarkdownDocument::bytes).sum();
    return new MarkdownDocument(MOST_BYTES - taken - ROOM_FOR_NOTE);
  }

  /** A row of a table, and how many machines it tells of. */
  record Row(int machines, List<String> cells) {
    Row {
      cells = List.copyOf(cells);
    }

    String line() {
      return "| " + String.join(" | ", cells) + " |";
    }
  }

  /** A line as it is, cut or not. */
  MarkdownDocument line(String line) {
    text.append(line).append('\n');
    bytes += size(line);
    return this;
  }

  /** A table below its title, with as many rows as there is room for; nothing without rows. */
  MarkdownDocument table(String title, List<String> headings, List<Row> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    line("").line("#### " + title).line("");
    line("| " + String.join(" | ", headings) + " |").line("|" + "---|".repeat(headings.size()));
    int shown = 0;
    while (shown < rows.size() && bytes + size(rows.get(shown).line()) <= most) {
      line(rows.get(shown).line());
      shown++;
    }
    cut(rows.subList(shown, rows.size()));
    return this;
  }

  /** The same, whose title begins with how many machines it tells of. */
  MarkdownDocument machines(String title, List<String> headings, List<Row> rows) {
    int machines = rows.stream().mapToInt(Row::machines).sum();
    return table(Plural.machines(machines) + " " + title, headings, rows);
  }

  /** What stands before it when there was not room for all of it; else empty. */
  String note() {
    return leftOut == 0
        ? ""
        : "\n**Not all of it is here**: the rows of "
            + Plural.machines(leftOut)
            + " are left out.\n";
  }

  /** How long it is. */
  int bytes() {
    return bytes;
  }

  /** The whole text; each line ends with a line feed. */
  String text() {
    return text.toString();
  }

  private void cut(List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    int machines = rows.stream().mapToInt(Row::machines).sum();
    leftOut += machines;
    String more = Plural.of(rows.size(), "row") + " with " + Plural.machines(machines);
    line("").line("**Cut here**: " + more + " left out, because a comment holds no more.");
  }

  private static int size(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length + 1;
  }
}
