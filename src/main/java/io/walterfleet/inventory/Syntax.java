package io.walterfleet.inventory;

import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Why a text is no YAML, in the words of somebody who writes inventories.
 *
 * @param where the place to look at; absent means the file as a whole
 */
record Syntax(Optional<Mark> where, String message, String fix) {
  private static final String LOOK = "check the indentation, the colons and the quotes around here";

  /** From which of SnakeYAML's two marks a mistake is understood best. */
  private enum Blame {
    BEGINNING,
    END
  }

  /** What SnakeYAML says, and what we say instead; the first row that fits counts. */
  private record Row(String needle, Blame blame, String message, String fix) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "'\\t(TAB)'",
              Blame.END,
              "a tab stands where YAML wants spaces",
              "indent with spaces"),
          new Row(
              "mapping values are not allowed",
              Blame.END,
              "this ':' makes a key where YAML expects none",
              "align the line with its neighbours, or quote a value that has ': ' in it"),
          new Row(
              "while parsing a flow sequence",
              Blame.BEGINNING,
              "the list that begins with this '[' does not end properly",
              "put ',' between its items and ']' at its end"),
          new Row(
              "while parsing a flow mapping",
              Blame.BEGINNING,
              "the mapping that begins with this '{' does not end properly",
              "put ',' between its keys and '}' at its end"),
          new Row(
              "found unexpected end of stream",
              Blame.BEGINNING,
              "the quote that begins here does not end",
              "close it with the same kind of quote"),
          new Row(
              "found unknown escape character",
              Blame.END,
              "this escape is not known in double quotes",
              "use single quotes, or write \\\\ for a backslash"),
          new Row(
              "found undefined alias",
              Blame.END,
              "this alias has no anchor before it",
              "define the anchor with '&' above, or quote a value that begins with '*'"),
          new Row(
              "expected a single document",
              Blame.END,
              "a second YAML document begins here",
              "keep one document in a file; a directory may have many files"),
          new Row(
              "cannot start any token",
              Blame.END,
              "a value cannot begin with this character",
              "put the value in quotes"),
          new Row(
              "could not find expected ':'",
              Blame.BEGINNING,
              "this line has no ':' after its key",
              "write 'key: value'"),
          new Row(
              "expected <block end>",
              Blame.END,
              "this line is not indented like the lines that it belongs to",
              "align it with them"),
          new Row(
              "Global tag is not allowed", Blame.END, "this tag is not known", "remove the tag"),
          new Row(
              "Nesting Depth",
              Blame.END,
              "the file is nested too deeply",
              "no inventory needs that"),
          new Row(
              "Number of aliases",
              Blame.END,
              "the file has too many aliases",
              "use 'defaults' of a group, and ranges such as store-[001:120]"));

  /** What is wrong with the text that SnakeYAML refused so. */
  static Syntax of(YAMLException refusal) {
    String said = String.valueOf(refusal.getMessage());
    Row row =
        ROWS.stream()
            .filter(candidate -> said.contains(candidate.needle()))
            .findFirst()
            .orElseGet(() -> new Row("", Blame.END, "this is not YAML: " + reason(refusal), LOOK));
    return new Syntax(mark(refusal, row.blame()), row.message(), row.fix());
  }

  private static Optional<Mark> mark(YAMLException refusal, Blame blame) {
    if (!(refusal instanceof MarkedYAMLException marked)) {
      return Optional.empty();
    }
    Optional<Mark> beginning = Optional.ofNullable(marked.getContextMark());
    Optional<Mark> end = Optional.ofNullable(marked.getProblemMark());
    return blame == Blame.BEGINNING ? beginning.or(() -> end) : end.or(() -> beginning);
  }

  private static String reason(YAMLException refusal) {
    String reason =
        refusal instanceof MarkedYAMLException marked ? marked.getProblem() : refusal.getMessage();
    return Quoted.plain(String.valueOf(reason));
  }
}
