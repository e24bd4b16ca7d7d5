package io.walterfleet.report;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal that knows the few control sequences that we use, and refuses any other. */
final class FakeTerminal extends Writer {
  private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\d*)([A-Za-z])");

  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;

  /** What a reader sees, trailing empty lines left out. */
  String screen() {
    return String.join("\n", lines).stripTrailing() + "\n";
  }

  /** Makes it narrower: what does not fit into a row goes on in the next, as terminals do it. */
  void narrow(int columns) {
    List<StringBuilder> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (i == row) {
        row = rows.size();
        i = lines.size();
      } else {
        String line = lines.get(i).toString();
        for (int from = 0; from == 0 || from < line.length(); from += columns) {
          rows.add(
              new StringBuilder(line.substring(from, Math.min(line.length(), from + columns))));
        }
      }
    }
    rows.add(new StringBuilder());
    row = rows.size() - 1;
    lines.clear();
    lines.addAll(rows);
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    String text = new String(buffer, offset, length);
    Matcher sequence = SEQUENCE.matcher(text);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\u001b') {
        if (!sequence.find(i) || sequence.start() != i) {
          throw new IllegalStateException("half a control sequence: " + text);
        }
        control(sequence.group(1), sequence.group(2));
        i = sequence.end() - 1;
      } else {
        show(text.charAt(i));
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  private void show(char c) {
    if (c == '\n') {
      row++;
      column = 0;
      if (row == lines.size()) {
        lines.add(new StringBuilder());
      }
    } else if (c == '\r') {
      column = 0;
    } else {
      StringBuilder line = lines.get(row);
      line.setLength(Math.max(column, line.length()));
      line.replace(column, Math.min(line.length(), column + 1), String.valueOf(c));
      column++;
    }
  }

  private void control(String number, String letter) {
    switch (letter) {
      case "A" -> row -= Integer.parseInt(number);
      case "J" -> {
        lines.get(row).setLength(column);
        lines.subList(row + 1, lines.size()).clear();
      }
      case "K" -> lines.get(row).setLength(column);
      default -> throw new IllegalStateException("unknown control sequence: " + letter);
    }
  }
}
