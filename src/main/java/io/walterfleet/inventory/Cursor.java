package io.walterfleet.inventory;

import io.walterfleet.fleet.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value of an inventory file, with its place and its name in messages.
 *
 * <p>Each reading method gives the value, or nothing after it has reported the problem. YAML 1.1
 * turns {@code 1.10} into 1.1 and {@code no} into false; so types are never taken from YAML, but
 * from the text of the file and what the key asks for.
 */
record Cursor(Source source, Node node, Subject subject, Position position) {
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d*)");
  private static final int LONGEST_NUMBER = 9;

  /** No path, name or address is longer. */
  private static final int LONGEST_TEXT = 4096;

  /** Each machine of a range has a text of its own. */
  private static final int LONGEST_RANGED = 512;

  private static final Map<Tag, String> GUESSES =
      Map.of(
          Tag.INT, "a number",
          Tag.FLOAT, "a number",
          Tag.BOOL, "true or false",
          Tag.TIMESTAMP, "a date");

  Place place() {
    return source.at(node.getStartMark());
  }

  boolean isEmpty() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  /** Reports that this value is wrong; what it says follows the value's name. */
  <T> Optional<T> refuse(String message, String fix) {
    source.refuse(place(), subject + " " + message, fix);
    return Optional.empty();
  }

  /** The same, of what it says. */
  <T> Optional<T> refuse(String text, String flaw, String fix) {
    return refuse("is " + Quoted.of(text) + ", which " + flaw, fix);
  }

  /** The text; whatever YAML would take for something else must be quoted. */
  Optional<String> text() {
    return text(raw -> "quote it: \"" + raw + "\"");
  }

  /**
   * What the text says in a form of its own.
   *
   * @param flaw what it is where it has not this form, such as "is not a day"
   */
  <T> Optional<T> said(Function<String, Optional<T>> form, String flaw, String fix) {
    return text().flatMap(text -> form.apply(text).or(() -> refuse(text, flaw, fix)));
  }

  /** The text of a day, which YAML may take for a date or not. */
  Optional<String> date() {
    return node instanceof ScalarNode scalar && node.getTag().equals(Tag.TIMESTAMP)
        ? Optional.of(scalar.getValue())
        : text();
  }

  /** The text, with this advice when it lacks quotes. */
  Optional<String> text(Function<String, String> quoting) {
    return scalar("text").flatMap(scalar -> textOf(scalar, quoting)).flatMap(this::withoutRange);
  }

  /** The text in a machine's section, each span in it replaced by the machine's number. */
  Optional<String> rangedText() {
    return scalar("text")
        .flatMap(scalar -> textOf(scalar, raw -> "quote it: \"" + raw + "\""))
        .flatMap(this::zipped);
  }

  /** The whole number within these bounds, both included. */
  Optional<Integer> number(int least, int most) {
    return scalar("a whole number").flatMap(scalar -> numberOf(scalar, least, most));
  }

  /** The whole number, which in a machine's section may be text with a span in it. */
  Optional<Integer> rangedNumber(int least, int most) {
    boolean spanned =
        node instanceof ScalarNode scalar && !Template.of(scalar.getValue()).spans().isEmpty();
    return spanned ? rangedText().flatMap(text -> bounded(text, least, most)) : number(least, most);
  }

  Optional<Boolean> truth() {
    return scalar("true or false").flatMap(this::truthOf);
  }

  /** The member of the closed choice that the text names. */
  <T> Optional<T> choice(T[] all, Function<T, String> word) {
    List<String> words = Stream.of(all).map(word).toList();
    String advice = "write " + alternatives(words);
    return text(raw -> "quote what you mean as text; here, " + advice)
        .flatMap(
            text -> {
              int found = words.indexOf(text);
              return found >= 0
                  ? Optional.of(all[found])
                  : refuse(text, "is not known", Spelling.advice(text, words, advice));
            });
  }

  /** The members of the closed choice that the list names, none of them twice. */
  <T> Set<T> choices(T[] all, Function<T, String> word) {
    Set<T> chosen = new LinkedHashSet<>();
    for (Cursor item : items()) {
      item.choice(all, word)
          .filter(one -> !chosen.add(one))
          .ifPresent(one -> item.again(word.apply(one)));
    }
    return chosen;
  }

  /** Reports that the list has this already. */
  void again(String text) {
    refuse("is " + Quoted.of(text) + " again", "remove one of the two");
  }

  /** The items of a list with at least one item. */
  List<Cursor> items() {
    if (!(node instanceof SequenceNode list)) {
      refuse("is " + kind() + ", but must be a list", "write [" + plain("…") + "]");
      return List.of();
    }
    List<Node> values = list.getValue();
    if (values.isEmpty()) {
      refuse("is empty", "list at least one, or remove the key");
    }
    return IntStream.range(0, values.size())
        .mapToObj(i -> new Cursor(source, values.get(i), subject.item(i + 1), position))
        .toList();
  }

  /** Whether it is a list. */
  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Whether it is a mapping. */
  boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** What YAML made of this value, in words. */
  String kind() {
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    return isEmpty() ? "empty" : "a single value";
  }

  private static String alternatives(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  private String plain(String otherwise) {
    return node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()
        ? Quoted.plain(scalar.getValue())
        : otherwise;
  }

  private Optional<ScalarNode> scalar(String wanted) {
    if (isEmpty()) {
      return refuse("has no value", "give it a value, or remove the key");
    }
    return node instanceof ScalarNode scalar
        ? Optional.of(scalar)
        : refuse("is " + kind() + ", but must be " + wanted, "write a single value");
  }

  private Optional<String> textOf(ScalarNode scalar, Function<String, String> quoting) {
    String raw = scalar.getValue();
    if (raw.length() > LONGEST_TEXT) {
      return refuse("is longer than " + LONGEST_TEXT + " characters", "shorten it");
    }
    if (scalar.getTag().equals(Tag.STR)) {
      return Optional.of(raw);
    }
    return Optional.ofNullable(GUESSES.get(scalar.getTag()))
        .map(guess -> this.<String>refuse(takenFor(raw, guess), quoting.apply(Quoted.plain(raw))))
        .orElseGet(() -> refuse("has the YAML tag " + tag(), "remove the tag"));
  }

  private static String takenFor(String raw, String guess) {
    return "is " + Quoted.plain(raw) + ", which YAML reads as " + guess;
  }

  private String tag() {
    return Quoted.of(node.getTag().getValue());
  }

  private Optional<Integer> numberOf(ScalarNode scalar, int least, int most) {
    String raw = scalar.getValue();
    if (scalar.getScalarStyle() != ScalarStyle.PLAIN && DECIMAL.matcher(raw).matches()) {
      return refuse("is text, but must be a whole number", "remove the quotes");
    }
    return bounded(raw, least, most);
  }

  private Optional<Integer> bounded(String raw, int least, int most) {
    if (!DECIMAL.matcher(raw).matches()) {
      return refuse(
          "is " + Quoted.of(raw) + ", but must be a whole number",
          "write a number from " + least + " to " + most);
    }
    boolean small = raw.length() <= LONGEST_NUMBER;
    int number = small ? Integer.parseInt(raw) : Integer.MIN_VALUE;
    return number < least || number > most
        ? refuse(
            "is " + Quoted.plain(raw) + ", which is out of range",
            "write a number from " + least + " to " + most)
        : Optional.of(number);
  }

  private Optional<Boolean> truthOf(ScalarNode scalar) {
    String raw = scalar.getValue();
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    return plain && (raw.equals("true") || raw.equals("false"))
        ? Optional.of(Boolean.valueOf(raw))
        : refuse(
            "is " + Quoted.of(raw) + ", but must be true or false",
            "write true or false, without quotes");
  }

  private Optional<String> withoutRange(String text) {
    List<Span> spans = Template.of(text).spans();
    return spans.isEmpty()
        ? Optional.of(text)
        : refuse(
            "has the range " + spans.get(0) + ", which has no meaning here",
            "write one value without a range");
  }

  private Optional<String> zipped(String text) {
    Template template = Template.of(text);
    if (!template.spans().isEmpty() && text.length() > LONGEST_RANGED) {
      return refuse(
          "is longer than the " + LONGEST_RANGED + " characters that a text with a range can have",
          "shorten it");
    }
    Optional<Span> odd = template.spans().stream().filter(span -> !position.fits(span)).findFirst();
    return odd.isEmpty() ? Optional.of(template.at(position.index())) : refuseSpan(odd.get());
  }

  private Optional<String> refuseSpan(Span span) {
    if (span.fault().isPresent()) {
      return refuse("has the range " + span + ", which " + span.fault().get(), span.advice());
    }
    return position
        .range()
        .map(
            range ->
                this.<String>refuse(
                    "has the range "
                        + span
                        + " with "
                        + span.size()
                        + " numbers, but the range "
                        + range
                        + " of the machine's name has "
                        + range.size(),
                    "make both ranges equally long"))
        .orElseGet(
            () ->
                refuse(
                    "has the range " + span + ", but the machine's name has none",
                    "write one value, or give the name a range too"));
  }
}
