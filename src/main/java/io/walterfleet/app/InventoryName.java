package io.walterfleet.app;

import io.walterfleet.adoption.ShellWords;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An inventory as somebody named it: a file or a directory of them, CSV with its columns, or a
 * program that prints one.
 *
 * @param word as it was typed
 */
public record InventoryName(String word) {
  private static final String CSV = ".csv";

  /** What has one of these names is read, and never run. */
  private static final List<String> READ = List.of(".yml", ".yaml", ".json", CSV);

  /** The name of a file or directory. */
  public static InventoryName of(Path path) {
    return new InventoryName(path.toString());
  }

  /** Whether it is a command line, which begins with an exclamation mark. */
  boolean isCommand() {
    return word.startsWith("!");
  }

  /**
   * The words of the command line, without what is said of the columns of a table that it prints;
   * nothing where a quote is never closed.
   */
  Optional<List<String>> command() {
    return typed().map(all -> all.subList(0, all.size() - (isOfColumns(all) ? 1 : 0)));
  }

  private Optional<List<String>> typed() {
    return ShellWords.of(word.substring(1));
  }

  private static boolean isOfColumns(List<String> words) {
    return !words.isEmpty() && words.get(words.size() - 1).startsWith("?");
  }

  /** Whether it is a file that can be run, and is not called as one that is read. */
  boolean isProgramFile() {
    String name = word.toLowerCase(Locale.ROOT);
    return !isCommand()
        && READ.stream().noneMatch(name::endsWith)
        && path().filter(one -> Files.isRegularFile(one) && Files.isExecutable(one)).isPresent();
  }

  /** Whether it is a table. */
  boolean isCsv() {
    return !isCommand() && file().toLowerCase(Locale.ROOT).endsWith(CSV);
  }

  /** Whether Ansible's JSON could be in it. */
  boolean isJson() {
    return !isCommand() && word.toLowerCase(Locale.ROOT).endsWith(".json");
  }

  /** The name of the file, without what is said of its columns. */
  String file() {
    int mark = word.toLowerCase(Locale.ROOT).indexOf(CSV + "?");
    return isCommand() || mark < 0 ? word : word.substring(0, mark + CSV.length());
  }

  /** What is said of columns, with its mark; empty where nothing is. */
  private String columnsSaid() {
    return isCommand()
        ? typed().filter(InventoryName::isOfColumns).map(all -> all.get(all.size() - 1)).orElse("")
        : word.substring(file().length());
  }

  /**
   * For which key each column is, such as {@code stores.csv?name=Host&address=IP}, and of what a
   * program prints {@code !export ?name=Host}.
   */
  Map<String, String> columns() throws UsageException {
    Map<String, String> columns = new LinkedHashMap<>();
    String said = columnsSaid();
    for (String one :
        said.isEmpty() ? List.<String>of() : List.of(said.substring(1).split("&", -1))) {
      int equals = one.indexOf('=');
      if (equals < 1 || columns.put(one.substring(0, equals), one.substring(equals + 1)) != null) {
        throw UsageException.of(
            "'" + said + "' does not say which column is which key",
            "write KEY=COLUMN once for each key, such as stores.csv?name=Host&address=IP");
      }
    }
    return columns;
  }

  /** The file or directory; empty where no path can be called so. */
  Optional<Path> path() {
    try {
      return Optional.of(Path.of(file()));
    } catch (InvalidPathException unusable) {
      return Optional.empty();
    }
  }
}
