package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Logins;
import java.util.List;

/** Text that grows line by line; long lines are folded between words. */
final class TextBuilder {
  private static final int WIDTH = 100;
  static final String FIELD = "      ";
  private static final int LABEL = 12;

  private final StringBuilder text = new StringBuilder();

  /** A line as it is. */
  TextBuilder line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** An empty line, but never two, and none at the start. */
  TextBuilder gap() {
    int end = text.length();
    if (end > 1 && text.charAt(end - 2) != '\n') {
      text.append('\n');
    }
    return this;
  }

  /** A label and its value in columns; a long value goes on below itself. */
  TextBuilder field(String label, String value) {
    String space = " ".repeat(Math.max(1, LABEL - label.length()));
    return folded(FIELD + label + space, value);
  }

  /** A label and its value before all machines; a long value goes on below itself. */
  TextBuilder fact(String label, String value) {
    return folded("  " + label + " ".repeat(Math.max(1, LABEL - label.length())), value);
  }

  /** A first part, then words that go on below their own beginning where the line is full. */
  TextBuilder folded(String first, String words) {
    String below = " ".repeat(first.length());
    StringBuilder line = new StringBuilder(first);
    boolean bare = true;
    for (String word : words.split(" ", -1)) {
      if (!bare && line.length() + 1 + word.length() > WIDTH) {
        line(line.toString());
        line = new StringBuilder(below);
        bare = true;
      }
      line.append(bare ? "" : " ").append(word);
      bare = false;
    }
    return line(line.toString());
  }

  /** A reason, and below it what can be done, indented; an empty one of them is left out. */
  TextBuilder why(String indent, ReasonAndFix why) {
    if (!why.reason().isEmpty()) {
      folded(indent, Controls.escaped(why.reason()));
    }
    if (!why.fix().isEmpty()) {
      // not folded: a fix is often a command line, to be copied
      line(indent + "fix: " + Controls.escaped(why.fix()));
    }
    return this;
  }

  /** Where to look at what is wrong with these machines, unfolded because it is to be copied. */
  TextBuilder look(String indent, Logins logins, List<String> machines) {
    logins.look(machines).ifPresent(words -> line(indent + Controls.escaped(words)));
    return this;
  }

  /** The whole text; each line ends with a line feed. */
  String text() {
    return text.toString();
  }
}
