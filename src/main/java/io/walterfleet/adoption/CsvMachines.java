package io.walterfleet.adoption;

import io.walterfleet.fleet.ManagedKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The machines of a CSV text, one a row. The first row names the columns, by the keys of a machine
 * in an inventory ({@code ssh.port} is one of {@code ssh}) or by names of its own, and then
 * somebody says which column is which key.
 */
final class CsvMachines {
  private static final String NAME = "name";
  private static final String GROUP = "group";
  private static final String TAGS = "tags";
  private static final String ADDRESS = "address";
  private static final String SSH = "ssh.";

  /** What the first line of YAML or JSON has, and no name of a column. */
  private static final Predicate<String> OTHER_FORM = Pattern.compile("[:{\\[#]").asPredicate();

  private static final Set<String> TRUTHS = Set.of("allowDowngrade", "allowUnsupported", "force");

  /** The keys that a column may be for; {@code inventory} judges what stands in it. */
  static final Set<String> KEYS = keys();

  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final String group;

  private CsvMachines(String group) {
    this.group = group;
  }

  private static Set<String> keys() {
    Set<String> keys =
        new TreeSet<>(
            List.of(
                NAME,
                GROUP,
                TAGS,
                ADDRESS,
                "release",
                "image",
                "backup",
                "bundle",
                "installDir",
                "ssh.user",
                "ssh.port",
                "ssh.identityFile",
                "ssh.knownHostsFile",
                "ssh.hostKeys",
                "ssh.hostKey",
                "ssh.jump",
                "ssh.become",
                "ssh.connectTimeout"));
    keys.addAll(TRUTHS);
    ManagedKey.published().forEach(key -> keys.add(key.word()));
    return keys;
  }

  /**
   * The machines.
   *
   * @param named which column is for which key; where none is named, each is the key that it is
   *     called
   * @param group of machines of which no column says another one
   */
  static List<Adopted> of(String text, Map<String, String> named, String group) throws BadSource {
    List<CsvRows.Row> rows = CsvRows.of(text);
    if (rows.isEmpty()) {
      throw new BadSource("it has no row", "write the names of the columns into the first row");
    }
    CsvMachines csv = new CsvMachines(group);
    csv.head(rows.get(0).cells(), named);
    List<Adopted> machines = new ArrayList<>();
    for (CsvRows.Row row : rows.subList(1, rows.size())) {
      machines.add(csv.machine(row, rows.get(0).cells().size()));
    }
    return machines;
  }

  /** Whether the first row is one of keys, a name among them, or of a table all the same. */
  static boolean isOne(String text) {
    try {
      List<CsvRows.Row> rows = CsvRows.of(text.lines().findFirst().orElse("") + "\n");
      return !rows.isEmpty()
          && (rows.get(0).cells().size() > 1
              ? rows.get(0).cells().stream().noneMatch(OTHER_FORM)
              : rows.get(0).cells().contains(NAME));
    } catch (BadSource noRow) {
      return false;
    }
  }

  private void head(List<String> head, Map<String, String> named) throws BadSource {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < head.size(); i++) {
      if (places.putIfAbsent(head.get(i), i) != null) {
        throw new BadSource(
            "it has the column '" + head.get(i) + "' twice", "give each a name of its own");
      }
    }
    if (named.isEmpty()) {
      named = new LinkedHashMap<>();
      for (String column : head) {
        mustBeKey(column, "its column '" + column + "' is no key of a machine");
        named.put(column, column);
      }
    }
    for (Map.Entry<String, String> one : named.entrySet()) {
      mustBeKey(one.getKey(), "'" + one.getKey() + "' is no key of a machine");
      Optional<Integer> place = Optional.ofNullable(places.get(one.getValue()));
      columns.put(
          one.getKey(),
          place.orElseThrow(
              () ->
                  new BadSource(
                      "it has no column '" + one.getValue() + "'",
                      "it has: " + String.join(", ", head))));
    }
    if (!columns.containsKey(NAME)) {
      throw new BadSource("no column is for 'name'", "say which: FILE?name=COLUMN");
    }
  }

  private static void mustBeKey(String key, String reason) throws BadSource {
    if (!KEYS.contains(key)) {
      throw new BadSource(
          reason,
          "say which columns count, such as FILE?name=COLUMN&address=COLUMN"
              + " or '!PROGRAM ?name=COLUMN'; keys are "
              + String.join(", ", KEYS));
    }
  }

  private Adopted machine(CsvRows.Row row, int width) throws BadSource {
    if (row.cells().size() != width) {
      throw new BadSource(
          "its line "
              + row.line()
              + " has "
              + row.cells().size()
              + (row.cells().size() == 1 ? " cell, the first has " : " cells, the first has ")
              + width,
          "put cells with separators into double quotes");
    }
    String name = cell(row, NAME);
    if (name.isEmpty()) {
      throw new BadSource(
          "its line " + row.line() + " has no name", "give the machine a name, or remove the row");
    }
    Map<String, String> wanted = new LinkedHashMap<>();
    Map<String, String> ssh = new LinkedHashMap<>();
    for (String key : columns.keySet()) {
      String cell = cell(row, key);
      if (key.startsWith(SSH) && !cell.isEmpty()) {
        ssh.put(key.substring(SSH.length()), key.equals("ssh.become") ? small(cell) : cell);
      } else if (!Set.of(NAME, GROUP, TAGS, ADDRESS).contains(key) && !cell.isEmpty()) {
        wanted.put(key, value(key, cell));
      }
    }
    String address = cell(row, ADDRESS);
    String own = cell(row, GROUP);
    return new Adopted(
        new Candidate(
            name,
            own.isEmpty() ? group : own,
            tags(cell(row, TAGS)),
            address.isEmpty() ? name : address,
            ssh),
        wanted);
  }

  private String cell(CsvRows.Row row, String key) {
    return Optional.ofNullable(columns.get(key)).map(row.cells()::get).orElse("");
  }

  private static String value(String key, String cell) {
    if (TRUTHS.contains(key)) {
      return Yaml.truth(small(cell));
    }
    boolean isPort =
        ManagedKey.published().stream()
            .filter(one -> one.kind() == ManagedKey.Kind.PORT)
            .anyMatch(one -> one.word().equals(key));
    return isPort ? Yaml.number(cell) : Yaml.quoted(cell);
  }

  /** Spreadsheets write truth in capital letters. */
  private static String small(String cell) {
    return cell.toLowerCase(Locale.ROOT);
  }

  private static Set<String> tags(String cell) {
    Set<String> tags = new TreeSet<>(List.of(cell.split("[\\s,;|]+")));
    tags.remove("");
    return tags;
  }
}
