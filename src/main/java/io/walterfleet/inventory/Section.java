package io.walterfleet.inventory;

import io.walterfleet.fleet.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;

/** A mapping whose keys are known beforehand; what is not known or repeated was reported. */
record Section(Cursor cursor, Map<String, Entry> entries) {
  Section {
    entries = Map.copyOf(entries);
  }

  /** The section in this value; one without entries, and a problem, if it is no mapping. */
  static Section of(Cursor cursor, Keys keys) {
    Map<String, Entry> entries = new HashMap<>();
    for (Entry entry : Entry.all(cursor)) {
      if (!keys.has(entry.key())) {
        refuseUnknown(cursor, keys, entry);
        continue;
      }
      Entry first = entries.putIfAbsent(entry.key(), entry);
      if (first != null) {
        refuseRepeated(cursor, entry, first.place());
      }
    }
    return new Section(cursor, entries);
  }

  /** The section that has the entries of another one, too. */
  Section and(Section other) {
    Map<String, Entry> all = new HashMap<>(entries);
    all.putAll(other.entries());
    return new Section(cursor, all);
  }

  /** The value of this key, if the section has the key. */
  Optional<Cursor> at(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** The items of the list under this key; none where the section does not have the key. */
  List<Cursor> items(String key) {
    return at(key).map(Cursor::items).orElseGet(List::of);
  }

  /** The member of the closed choice that stands under this key. */
  <T> Optional<T> choice(String key, T[] all, Function<T, String> word) {
    return at(key).flatMap(cursor -> cursor.choice(all, word));
  }

  /** True where the section says {@code true} under this key. */
  boolean says(String key) {
    return at(key).flatMap(Cursor::truth).orElse(false);
  }

  /** The section that stands under this key, if the section has the key. */
  Optional<Section> section(String key, Keys keys) {
    return at(key).map(cursor -> Section.of(cursor, keys));
  }

  /** The value of this key; without it a problem is reported, with this advice. */
  Optional<Cursor> required(String key, String fix) {
    return at(key).or(() -> missing(key, fix));
  }

  /** What is no mapping was reported as that; it would miss every key. */
  private Optional<Cursor> missing(String key, String fix) {
    return cursor.node() instanceof MappingNode
        ? cursor.refuse("has no " + Quoted.of(key), fix)
        : Optional.empty();
  }

  private static void refuseUnknown(Cursor cursor, Keys keys, Entry entry) {
    cursor
        .source()
        .refuse(
            entry.place(),
            cursor.subject() + " has the key " + Quoted.of(entry.key()) + ", which is not known",
            keys.advice(entry.key()));
  }

  private static void refuseRepeated(Cursor cursor, Entry entry, Place first) {
    cursor
        .source()
        .refuse(
            entry.place(),
            cursor.subject()
                + " has the key "
                + Quoted.of(entry.key())
                + " twice (first at "
                + cursor.source().called(first)
                + ")",
            "remove one of the two");
  }
}
