package io.walterfleet.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Generated {@code .env.deploy} files, built of pieces, so that what an edit must make of them is
 * known from the pieces and not from any second parser.
 *
 * @param pieces the lines; a piece may span several
 * @param eol how lines end
 * @param ended false when the last line has no end
 */
record EnvPieces(List<Piece> pieces, String eol, boolean ended) {
  /** What the edit sets. */
  static final Map<String, String> SET =
      Map.of("PHX_HOST", "new.example.com", "WALTER_HTTPS_PORT", "8443");

  /**
   * A piece of a file.
   *
   * @param key empty for what no edit may touch
   */
  record Piece(String key, String before, String value, String after) {
    static Piece other(String text) {
      return new Piece("", text, "", "");
    }

    String text(String eol) {
      return (before + value + after).replace("\n", eol);
    }
  }

  /** The file before. */
  String text() {
    return text(pieces);
  }

  /** The file after: the last of each key has the new value, or the key stands at the end. */
  String edited() {
    List<Piece> changed = new ArrayList<>(pieces);
    for (String key : List.of("PHX_HOST", "WALTER_HTTPS_PORT")) {
      String value = SET.getOrDefault(key, "");
      Optional<Integer> last = last(changed, key);
      if (last.isPresent()) {
        Piece old = changed.get(last.get());
        changed.set(last.get(), new Piece(key, old.before(), value, old.after()));
      } else {
        changed.add(new Piece(key, key + "=", value, ""));
      }
    }
    return text(changed);
  }

  private String text(List<Piece> all) {
    String joined = all.stream().map(piece -> piece.text(eol)).collect(Collectors.joining(eol));
    return all.isEmpty() ? "" : joined + (ended ? eol : "");
  }

  /**
   * Without the end of its last line it still says how lines end, and has a last line with a value.
   */
  private boolean isPlain() {
    String last = pieces.get(pieces.size() - 1).text("");
    return !last.isBlank()
        && (last.startsWith("#") || last.contains("="))
        && (eol.equals("\n") || text().contains(eol));
  }

  private static Optional<Integer> last(List<Piece> pieces, String key) {
    Optional<Integer> found = Optional.empty();
    for (int i = 0; i < pieces.size(); i++) {
      found = pieces.get(i).key().equals(key) ? Optional.of(i) : found;
    }
    return found;
  }

  /** Any such file; its last line is not empty, or it would be the end of the line before. */
  static Arbitrary<EnvPieces> files() {
    return Combinators.combine(
            Arbitraries.oneOf(others(), others(), managed()).list().ofMinSize(1).ofMaxSize(12),
            Arbitraries.of("\n", "\r\n"),
            Arbitraries.of(true, true, false))
        .as(EnvPieces::new)
        .filter(file -> file.ended || file.isPlain());
  }

  private static Arbitrary<Piece> others() {
    Arbitrary<String> fixed =
        Arbitraries.of(
            "",
            "  \t",
            "# PHX_HOST=no",
            "#",
            "names-of.other[1]kinds=PHX_HOST=no",
            "9=\"escaped\\\\\"",
            "NOT_AN_ASSIGNMENT",
            "export",
            "PHX_HOST_2=no",
            "MY_PHX_HOST=no # WALTER_HTTPS_PORT=1",
            "QUOTED='it # is PHX_HOST=no'",
            "CERT=\"-----\nPHX_HOST=no\nit's\n-----\"",
            "ESCAPED=\"a\\\"\nPHX_HOST=no\"",
            "DOLLAR=${PHX_HOST}",
            "BYTES=\u00ff\u00fe\u0080%25");
    Arbitrary<String> secret =
        Arbitraries.strings()
            .withCharRange('!', '~')
            .withChars(' ', '\u00e9')
            .excludeChars('"', '\'', '\\', '\n', '\r')
            .ofMaxLength(40)
            .filter(value -> !value.contains("${"))
            .map(value -> "SECRET_KEY_BASE=" + value);
    return Arbitraries.oneOf(fixed, secret).map(Piece::other);
  }

  private static Arbitrary<Piece> managed() {
    Arbitrary<String> keys = Arbitraries.of("PHX_HOST", "WALTER_HTTPS_PORT");
    Arbitrary<String> indents = Arbitraries.of("", "", "  ", "export ", "\texport\t");
    Arbitrary<String> equals = Arbitraries.of("=", "=", " = ", "= ", ": ");
    Arbitrary<String> values =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .numeric()
            .withChars("._:/-")
            .ofMinLength(1)
            .ofMaxLength(20);
    Arbitrary<String> quotes = Arbitraries.of("", "", "'", "\"");
    Arbitrary<String> tails = Arbitraries.of("", "", " # a comment", "  ", "   # 'odd\"");
    return Combinators.combine(keys, indents, equals, values, quotes, tails)
        .as(
            (key, indent, equal, value, quote, tail) ->
                new Piece(key, indent + key + equal + quote, value, quote + tail));
  }
}
