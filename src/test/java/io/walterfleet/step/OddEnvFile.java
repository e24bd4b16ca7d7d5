package io.walterfleet.step;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;

/** Random {@code .env.deploy} files, mostly with something odd in them; one char is one byte. */
final class OddEnvFile {
  private static final List<String> KEYS =
      List.of("PHX_HOST", "WALTER_MODE", "WALTER_HTTPS_PORT", "WALTER_HTTP_PORT", "WALTER_IMAGE");
  private static final List<String> NAMES =
      List.of(
          "A", "SECRET_KEY_BASE", "b-c", "9x", "a.b", "f[0]", "_", "-", "PHX_HOST_2", "exported");
  private static final List<String> ODD_NAMES =
      List.of(
          "",
          "MY KEY",
          "A\tB",
          "é",
          "α",
          "a$",
          "exportPHX_HOST",
          "export",
          "\"PHX_HOST\"",
          "a#b",
          "PHX_HOST ",
          "a/b",
          "日本",
          "A\u00a0");
  private static final List<String> EQUALS =
      List.of("=", "=", "=", "=", " = ", "= ", "\t=\t", ": ");
  private static final List<String> ODD_EQUALS =
      List.of(
          ":", " : ", "=\u00a0", "=\u000b", "=\f", "==", "=\u2003", "\u00a0=", "=\r", "\u000b=");
  private static final List<String> INDENTS = List.of("", "", "", "  ", "export ", "\texport\t");
  private static final List<String> ODD_INDENTS =
      List.of(
          "\u00a0",
          "\f",
          "\u000b",
          "export  export ",
          "\u2028",
          "\u0085",
          "export\u00a0",
          "\ufeff");
  private static final List<String> PLAIN =
      List.of(
          "a.example.com",
          "443",
          "tls",
          "ghcr.io/matchylabs/walter:1.8.3",
          "",
          "x y",
          "it's",
          "say\"",
          "p$$w",
          "$",
          "ecto://u:p@db/x",
          "a=b",
          "é",
          "WALTER_MODE=no");
  private static final List<String> ODD_PLAIN =
      List.of(
          "a#b",
          "#",
          "a \"b\"",
          "$X",
          "${X}",
          "${X:-d}",
          "${X",
          "${X:?e}",
          "a\\",
          "a\\nb",
          "\\\"",
          "a\u00a0",
          "a\tb",
          "\u2003a",
          "a\rb",
          "\u000b",
          "a\u2028b",
          "$(x)",
          "${PORT_}",
          "\\$X",
          "\0177");
  private static final List<String> PARTS =
      List.of("a", "1", " ", "#", " # ", "=", "PHX_HOST=no", "-----", "x.y", ":", "é", "it");
  private static final List<String> ODD_PARTS =
      List.of(
          "\\\\",
          "\\",
          "\\n",
          "$X",
          "${X}",
          "${X:+y}",
          "$$",
          "\n",
          "\nPHX_HOST=no\n",
          "\n# c\n",
          "\r",
          "\r\n",
          "\t",
          "\u2028",
          "${",
          "}",
          "\u00a0");
  private static final List<String> TAILS = List.of("", "", "", " ", " # c", "   # 'odd\"");
  private static final List<String> ODD_TAILS =
      List.of(
          "#c",
          " B=2",
          " B=\"3\"",
          "B='4'",
          "\t# c",
          "x",
          "\r",
          " PHX_HOST=2",
          " \"q\"",
          "\u00a0",
          " C='\n'",
          "\\",
          " # ${");
  private static final List<String> LINES =
      List.of("", "  \t", "# a comment", "#PHX_HOST=no", "INHERITED", "PHX_HOST");
  private static final List<String> ODD_LINES =
      List.of(
          "some words",
          "%$!",
          "==",
          "export",
          "export ",
          "\u00a0#",
          "'x'",
          "#\rPHX_HOST=1",
          "A #x",
          "- a",
          "\u3000",
          "{",
          "A=\"x\"B='y' C=z",
          "\"",
          "'");

  private static final String SPOTS = "\"'\\#=$: \t\n\r\u00ff{}-a\u000b";

  private final Random random;
  private final double odd;

  private OddEnvFile(Random random, double odd) {
    this.random = random;
    this.odd = odd;
  }

  /** The next one. */
  static String next(Random random) {
    // a third of the files has nothing that is odd beyond many lines and quotes
    OddEnvFile file = new OddEnvFile(random, random.nextInt(3) == 0 ? 0 : 0.08);
    String text = new String(file.text().getBytes(UTF_8), ISO_8859_1);
    return random.nextInt(12) == 0 ? file.spoilt(text) : text;
  }

  private String text() {
    String eol = is(0.2) ? "\r\n" : "\n";
    StringBuilder text = new StringBuilder(is(odd / 4) ? "\ufeff" : "");
    int lines = 1 + random.nextInt(8);
    for (int i = 1; i <= lines; i++) {
      text.append(is(0.15) ? of(LINES, ODD_LINES) : assignment());
      if (i < lines || is(0.85)) {
        text.append(is(odd / 8) ? "\r" : eol);
      }
    }
    return text.toString();
  }

  private String assignment() {
    String name = is(0.5) ? of(KEYS) : of(NAMES, ODD_NAMES);
    return of(INDENTS, ODD_INDENTS)
        + name
        + of(EQUALS, ODD_EQUALS)
        + value()
        + of(TAILS, ODD_TAILS);
  }

  private String value() {
    int kind = random.nextInt(4);
    return kind < 2 ? of(PLAIN, ODD_PLAIN) : quoted(kind == 2 ? '"' : '\'');
  }

  private String quoted(char quote) {
    StringBuilder text = new StringBuilder().append(quote);
    for (int parts = random.nextInt(5); parts > 0; parts--) {
      text.append(is(0.5) ? of(PARTS) : is(0.2) ? quoteWithin(quote) : of(PARTS, ODD_PARTS));
    }
    text.append(is(0.1) ? "\\\\" : is(0.1) ? "\nPHX_HOST=no\nit" : "");
    return text.append(quote).toString();
  }

  private String quoteWithin(char quote) {
    return is(0.5) ? "\\" + quote : quote == '"' ? "'" : "\"";
  }

  /** With one byte that is another, is lost, or is there twice. */
  private String spoilt(String text) {
    int at = random.nextInt(text.length() + 1);
    int from = Math.min(text.length(), at + random.nextInt(2));
    char other = SPOTS.charAt(random.nextInt(SPOTS.length()));
    return text.substring(0, at) + other + text.substring(from);
  }

  private String of(List<String> usual, List<String> unusual) {
    return of(is(odd) ? unusual : usual);
  }

  private String of(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private boolean is(double chance) {
    return random.nextDouble() < chance;
  }
}
