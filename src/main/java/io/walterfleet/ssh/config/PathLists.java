package io.walterfleet.ssh.config;

import static java.util.stream.Collectors.joining;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes lists of paths apart that {@code ssh -G} prints without quotes.
 *
 * <p>A printed list is looked for among the ones that the config files have. Where it is none of
 * them, it is split at its blanks, unless a path in the files has a blank itself.
 *
 * @param written the lists that the files have for the keyword
 * @param complete whether these are all that ssh may have read
 */
record PathLists(String keyword, Set<List<String>> written, boolean complete) {
  PathLists {
    written = Set.copyOf(written);
  }

  /** What a path means that somebody wrote or that ssh printed. */
  @FunctionalInterface
  interface Meaning {
    Path of(String path) throws RemoteException;

    /** The same of each. */
    default List<Path> ofAll(List<String> paths) throws RemoteException {
      List<Path> all = new ArrayList<>();
      for (String path : paths) {
        all.add(of(path));
      }
      return all;
    }
  }

  /**
   * The paths of a printed list.
   *
   * @param inFile what a path in a file means
   * @param inPrint what a printed path means; newer programs print tokens replaced
   * @throws RemoteException where it could be more than one list
   */
  List<Path> of(String printed, Meaning inFile, Meaning inPrint) throws RemoteException {
    Set<List<Path>> found = new LinkedHashSet<>();
    for (List<String> words : written) {
      if (String.join(" ", words).equals(printed) || isExpanded(words, inFile, printed)) {
        found.add(inFile.ofAll(words));
      }
    }
    if (found.isEmpty() && isPlain(printed)) {
      return inPrint.ofAll(List.of(printed.split("\\s+", -1)));
    }
    if (found.size() != 1) {
      throw new RemoteException(
          Kind.SETTINGS,
          "the ssh config has a "
              + keyword
              + " that cannot be told from more than one file: '"
              + printed
              + "'",
          "name a file without blanks there, or set ssh.knownHostsFile in the inventory");
    }
    return found.iterator().next();
  }

  private boolean isPlain(String printed) {
    boolean blank =
        written.stream().flatMap(List::stream).anyMatch(word -> word.matches(".*[ \\t].*"));
    return complete
        ? !blank
        : !blank && List.of(printed.split("\\s+", -1)).stream().allMatch(PathLists::isRooted);
  }

  private static boolean isRooted(String word) {
    return word.startsWith("/") || word.startsWith("~");
  }

  private static boolean isExpanded(List<String> words, Meaning inFile, String printed) {
    try {
      return inFile.ofAll(words).stream().map(Path::toString).collect(joining(" ")).equals(printed);
    } catch (RemoteException e) {
      return false; // a token that ssh knows and we do not: it is found as ssh printed it
    }
  }
}
