package io.walterfleet.adoption;

import java.util.Map;
import java.util.Optional;

/** Inventories in the forms of others, as the text of one of ours that lists their machines. */
public final class ForeignInventory {
  private ForeignInventory() {}

  /**
   * The YAML text of what {@code ansible-inventory --list} prints, or of CSV whose columns are
   * keys, or are said to be for keys; empty where the text is neither.
   *
   * @param columns for which key each column is; empty where nobody said so
   */
  public static Optional<String> of(String text, Map<String, String> columns) throws BadSource {
    if (!columns.isEmpty()) {
      return Optional.of(ofCsv(text, columns, Candidate.GROUP));
    }
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (isOfAnsible(json)) {
      return Optional.of(Draft.ofMachines(AnsibleInventory.whole(json)));
    }
    return CsvMachines.isOne(text)
        ? Optional.of(ofCsv(text, Map.of(), Candidate.GROUP))
        : Optional.empty();
  }

  /**
   * The YAML text of machines in CSV.
   *
   * @param columns for which key each is; empty where they are called as the keys
   * @param group of machines of which no column says another one
   */
  public static String ofCsv(String text, Map<String, String> columns, String group)
      throws BadSource {
    return Draft.ofMachines(CsvMachines.of(text, columns, Candidate.name(group)));
  }

  /** Ours never has this word as a key, and Ansible's always does. */
  private static boolean isOfAnsible(String text) {
    return text.stripLeading().startsWith("{") && text.contains("\"_meta\"");
  }
}
