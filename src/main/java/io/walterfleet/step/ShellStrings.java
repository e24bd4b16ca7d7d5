package io.walterfleet.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds the quoted strings of a shell program, each with {@link #HOLE} where a variable or the
 * output of a command stands.
 *
 * <p>A part that is left out when a variable is empty makes two strings of one. Several variables
 * in one word are one hole.
 */
final class ShellStrings {
  static final String HOLE = "\0";

  private static final Pattern JOINT = Pattern.compile("\" [a-z]{1,20} \"");
  private static final int MOST = 16;

  private final Set<String> found = new TreeSet<>();
  private final String text;
  private int at;

  private ShellStrings(String text) {
    this.text = text;
  }

  /** The strings of a program, and those in the programs and formats that it quotes. */
  static Set<String> of(String program) {
    ShellStrings strings = new ShellStrings(program);
    strings.scan('\0');
    return strings.found;
  }

  /** Reads on to an end that is not quoted. */
  private void scan(char end) {
    while (at < text.length() && text.charAt(at) != end) {
      char c = text.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '\'') {
        single();
      } else if (c == '"') {
        keep(parts('"'));
      } else if (c == '(') {
        scan(')');
      } else if (c == '#' && at > 1 && Character.isWhitespace(text.charAt(at - 2))) {
        at = next('\n');
      }
    }
    at++;
  }

  private void single() {
    String quoted = text.substring(at, next('\''));
    at += quoted.length() + 1;
    keep(List.of(quoted));
    // awk joins what stands side by side
    found.addAll(quoted.indexOf('"') < 0 ? Set.of() : of(JOINT.matcher(quoted).replaceAll(HOLE)));
  }

  private void keep(List<String> strings) {
    for (String string : strings) {
      String said = string.endsWith("\\n") ? string.substring(0, string.length() - 2) : string;
      found.add(merged(said.replaceAll("%[sd]", HOLE)));
    }
  }

  /** All that a quoted text may be. */
  private List<String> parts(char end) {
    List<String> all = List.of("");
    while (at < text.length() && text.charAt(at) != end) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        all = with(all, List.of(escaped(text.charAt(at++))));
      } else if (c == '$') {
        all = with(all, variable());
      } else {
        all = with(all, List.of(String.valueOf(c)));
      }
    }
    at++;
    return all;
  }

  private static String escaped(char c) {
    return "\"$\\`".indexOf(c) < 0 ? "\\" + c : String.valueOf(c);
  }

  private List<String> variable() {
    char c = at < text.length() ? text.charAt(at) : ' ';
    if (c == '(') {
      at++;
      scan(')');
      return List.of(HOLE);
    }
    if (c == '{') {
      return braced();
    }
    at++;
    while (c != '@' && at < text.length() && isName(text.charAt(at))) {
      at++;
    }
    return List.of(HOLE);
  }

  /** {@code ${name}}, {@code ${name:+there}}, {@code ${name:-missing}}, or another of this kind. */
  private List<String> braced() {
    at++;
    while (isName(text.charAt(at))) {
      at++;
    }
    int operator = text.charAt(at) == ':' ? at + 1 : at;
    char kind = text.charAt(operator);
    boolean isWord = kind == '+' || kind == '-';
    at = isWord ? operator + 1 : at;
    List<String> words = new ArrayList<>(parts('}'));
    if (!isWord) {
      return List.of(HOLE);
    }
    words.add(kind == '+' ? "" : HOLE);
    return words;
  }

  private static boolean isName(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private int next(char c) {
    int next = text.indexOf(c, at);
    return next < 0 ? text.length() : next;
  }

  private static List<String> with(List<String> before, List<String> after) {
    if (before.size() * after.size() > MOST) {
      return with(before, List.of(HOLE));
    }
    List<String> all = new ArrayList<>();
    before.forEach(one -> after.forEach(other -> all.add(one + other)));
    return all;
  }

  /** One hole for each word that has some. */
  private static String merged(String string) {
    List<String> words = new ArrayList<>();
    for (String word : string.split(" ", -1)) {
      int first = word.indexOf(HOLE);
      words.add(
          first < 0
              ? word
              : word.substring(0, first) + HOLE + word.substring(word.lastIndexOf(HOLE) + 1));
    }
    return String.join(" ", words);
  }
}
