package io.walterfleet.inventory;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Place;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Turns the bytes of a file into YAML nodes, or into the one problem that prevents it. */
record YamlText(Source source) {
  /** The largest file that is read, in bytes; a hundred times what 10,000 machines need. */
  static final int MOST_BYTES = 64 * 1024 * 1024;

  /**
   * The longest line, in characters: the parser copies all that it has of a word or a comment again
   * for each thousand characters of it, so that a megabyte of comment would cost gigabytes.
   */
  static final int LONGEST_LINE = 256 * 1024;

  /** Aliases may repeat a mapping or two; a file that lives off them is an attack. */
  private static final int MOST_ALIASES = 200;

  private static final int DEEPEST = 50;

  /** As YAML 1.1 counts lines, so that all places of a file are counted alike. */
  private static final Pattern LINE_BREAK = Pattern.compile("\r\n|[\n\r\u0085\u2028\u2029]");

  /** The outermost value of the file. */
  Optional<Cursor> parse(byte[] bytes) {
    return decode(bytes)
        .flatMap(this::compose)
        .map(node -> new Cursor(source, node, Subject.INVENTORY, Position.NONE));
  }

  private Optional<String> decode(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      return refuse(
          Place.whole(source.name()),
          "the file is larger than " + MOST_BYTES / 1024 / 1024 + " MiB",
          "split the inventory; ranges such as store-[001:120] make it short");
    }
    if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
      return refuse(first(), "the file is written as UTF-16", "save it as UTF-8");
    }
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(input, text, true);
    String decoded = text.flip().toString();
    if (result.isError()) {
      return refuse(
          end(decoded), "the file is not written as UTF-8 from here on", "save it as UTF-8");
    }
    return shortLines(decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded)
        .flatMap(this::honest);
  }

  private Optional<String> shortLines(String text) {
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
        start = i + 1;
      } else if (i - start >= LONGEST_LINE) {
        return refuse(
            end(text.substring(0, start)),
            "the line is longer than " + LONGEST_LINE / 1024 + " KiB",
            "break it into lines; JSON may be written with a value a line");
      }
    }
    return Optional.of(text);
  }

  /** A text that reads as it looks, comments included: whoever reviews it sees what counts. */
  private Optional<String> honest(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Controls.misleads(text.charAt(i))) {
        return refuse(
            end(text.substring(0, i)),
            "the character U+%04X, which editors do not show, makes the file read otherwise than it looks"
                .formatted((int) text.charAt(i)),
            "remove it; no inventory needs that");
      }
    }
    return Optional.of(text);
  }

  private Optional<Node> compose(String text) {
    try {
      Optional<Node> root =
          Optional.ofNullable(new Yaml(options()).compose(new StringReader(text)));
      return root.isPresent()
          ? root
          : refuse(first(), "the file is empty", "begin with: apiVersion: " + FleetReader.VERSION);
    } catch (ReaderException unprintable) {
      int position = text.offsetByCodePoints(0, unprintable.getPosition());
      return refuse(
          end(text.substring(0, position)), "this character is not allowed in YAML", "remove it");
    } catch (YAMLException refusal) {
      Syntax syntax = Syntax.of(refusal);
      Place place = syntax.where().map(source::at).orElse(Place.whole(source.name()));
      return refuse(place, syntax.message(), syntax.fix());
    }
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_BYTES);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setAllowRecursiveKeys(false);
    options.setMergeOnCompose(false);
    return options;
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  private Place first() {
    return new Place(source.name(), 1, 1);
  }

  /** The place just behind this beginning of the file. */
  private Place end(String beginning) {
    List<String> lines = List.of(LINE_BREAK.split(beginning, -1));
    String last = lines.get(lines.size() - 1);
    return new Place(source.name(), lines.size(), last.codePointCount(0, last.length()) + 1);
  }

  private <T> Optional<T> refuse(Place place, String message, String fix) {
    source.refuse(place, message, fix);
    return Optional.empty();
  }
}
