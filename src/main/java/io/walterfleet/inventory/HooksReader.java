package io.walterfleet.inventory;

import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Hooks.Moment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code hooks}: programs of the controller, each as a list of its words. */
final class HooksReader {
  private HooksReader() {}

  static Hooks read(Section section) {
    Map<Moment, List<List<String>>> programs = new EnumMap<>(Moment.class);
    for (Moment moment : Moment.values()) {
      section
          .at(moment.word())
          .map(cursor -> cursor.items().stream().map(HooksReader::program).toList())
          .filter(all -> !all.isEmpty())
          .ifPresent(all -> programs.put(moment, all));
    }
    return new Hooks(
        programs,
        section.at("timeout").flatMap(Durations::readPositive).orElse(Hooks.NONE.timeout()));
  }

  private static List<String> program(Cursor cursor) {
    return words(cursor, "[\"./lb\", \"drain\"]");
  }

  /** A program and its arguments, each a word; no shell reads them. */
  static List<String> words(Cursor cursor, String example) {
    if (!cursor.isList()) {
      cursor.refuse(
          "is " + cursor.kind() + ", but must be a list of words",
          "write the program and its arguments each by itself: " + example);
      return List.of();
    }
    List<String> words = new ArrayList<>();
    for (Cursor item : cursor.items()) {
      Optional<String> word = item.text().flatMap(text -> speakable(item, text));
      word.flatMap(text -> words.isEmpty() ? executable(item, text) : Optional.of(text))
          .ifPresent(words::add);
    }
    return List.copyOf(words);
  }

  private static Optional<String> speakable(Cursor cursor, String text) {
    return text.indexOf('\0') < 0
        ? Optional.of(text)
        : cursor.refuse("has a NUL in it, which no program can be given", "remove it");
  }

  /** A name without a slash is looked up as a shell does. */
  private static Optional<String> executable(Cursor cursor, String text) {
    if (text.isBlank()) {
      return cursor.refuse("is empty, but must name a program", "write its path, such as ./lb");
    }
    return text.contains("/")
        ? Paths.file(cursor, text).map(path -> Path.of(path).toAbsolutePath().toString())
        : Optional.of(text);
  }
}
