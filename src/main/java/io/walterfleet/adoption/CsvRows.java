package io.walterfleet.adoption;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a CSV text, as RFC 4180 has them: a cell may be in quotes, and then have separators,
 * line breaks and doubled quotes in it. The separator is the one of comma, semicolon and tab that
 * comes first in the first line outside of quotes.
 */
final class CsvRows {
  private static final String SEPARATORS = ",;\t";

  private final String text;
  private final char separator;
  private final List<Row> rows = new ArrayList<>();
  private int at;
  private int line = 1;

  /**
   * One row.
   *
   * @param line on which it begins, counted from 1
   */
  record Row(int line, List<String> cells) {
    Row {
      cells = List.copyOf(cells);
    }

    private boolean isEmpty() {
      return cells.size() == 1 && cells.get(0).isEmpty();
    }
  }

  private CsvRows(String text) {
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.separator = separator(this.text);
  }

  /** The rows of a text; empty lines are left out. */
  static List<Row> of(String text) throws BadSource {
    CsvRows csv = new CsvRows(text);
    while (csv.at < csv.text.length()) {
      csv.row();
    }
    return csv.rows;
  }

  private static char separator(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      quoted ^= letter == '"';
      if (!quoted && SEPARATORS.indexOf(letter) >= 0) {
        return letter;
      }
      if (!quoted && letter == '\n') {
        break;
      }
    }
    return ',';
  }

  private void row() throws BadSource {
    int first = line;
    List<String> cells = new ArrayList<>(List.of(cell()));
    while (at < text.length() && text.charAt(at) == separator) {
      at++;
      cells.add(cell());
    }
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    line++;
    Row row = new Row(first, cells);
    if (!row.isEmpty()) {
      rows.add(row);
    }
  }

  /** The cell that begins here; blanks around it do not count. */
  private String cell() throws BadSource {
    return at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
  }

  private String plain() {
    int start = at;
    while (at < text.length()
        && "\r\n".indexOf(text.charAt(at)) < 0
        && text.charAt(at) != separator) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String quoted() throws BadSource {
    int first = line;
    StringBuilder cell = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '"') {
        at++;
        if (at >= text.length() || text.charAt(at) != '"') {
          if (!plain().isEmpty()) {
            throw new BadSource(
                "something stands behind the quotes of a cell in line " + first,
                "put all of the cell into the quotes, a quote in it twice");
          }
          return cell.toString().strip();
        }
      } else if (letter == '\n') {
        line++;
      }
      cell.append(letter);
    }
    throw new BadSource("the quote in line " + first + " is never closed", "close it");
  }
}
