package io.walterfleet.ssh.config;

import io.walterfleet.ssh.protocol.HostPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A look over the ssh config files, to spare a process of {@code ssh -G} for each machine.
 *
 * <p>It resolves nothing. It only says whether there is anything in the files that matters to us,
 * and whether two addresses that the same {@code Host} lines fit must get the same values.
 */
final class ConfigScan {
  private static final int DEEPEST = 16; // as in ssh
  private static final Set<String> PER_ADDRESS = Set.of("match", "canonicalizehostname");

  private final Path home;
  private final ConfigSource source;
  private final List<List<String>> hostLines = new ArrayList<>();
  private final Map<String, Set<List<String>>> lists = new HashMap<>();
  private boolean relevant;
  private boolean perAddress;
  private boolean complete = true;

  private ConfigScan(Path home, ConfigSource source) {
    this.home = home;
    this.source = source;
  }

  /** Looks over the files that ssh itself would read. */
  static ConfigScan of(LocalUser localUser, ConfigSource source) {
    ConfigScan scan = new ConfigScan(localUser.home(), source);
    if (localUser.sshConfig().isPresent()) {
      scan.read(localUser.sshConfig().get(), localUser.home().resolve(".ssh"), 0);
    } else {
      scan.read(localUser.home().resolve(".ssh/config"), localUser.home().resolve(".ssh"), 0);
      scan.read(Path.of("/etc/ssh/ssh_config"), Path.of("/etc/ssh"), 0);
    }
    return scan;
  }

  /** Whether anything in the files matters to how a machine is reached. */
  boolean isRelevant() {
    return relevant;
  }

  /** Whether any two addresses may get different values. */
  boolean isPerAddress() {
    return perAddress;
  }

  /** The {@code Host} lines that fit an address, by their number. */
  Set<Integer> fitting(String address) {
    Set<Integer> fitting = new TreeSet<>();
    for (int i = 0; i < hostLines.size(); i++) {
      if (HostPattern.anyMatches(hostLines.get(i), address)) {
        fitting.add(i);
      }
    }
    return fitting;
  }

  /**
   * The lists of paths that stand behind a keyword, wherever in the files.
   *
   * @param otherwise what ssh takes where none does
   */
  PathLists lists(String keyword, List<String> otherwise) {
    Set<List<String>> written =
        new LinkedHashSet<>(lists.getOrDefault(keyword.toLowerCase(Locale.ROOT), Set.of()));
    written.add(otherwise);
    return new PathLists(keyword, written, complete);
  }

  /** Whether a keyword may stand in the files, for whatever address. */
  boolean mayHave(String keyword) {
    return !complete || lists.containsKey(keyword);
  }

  /** Whether an order of host keys may stand there, not only what is added or taken away. */
  boolean mayOrderHostKeys() {
    return !complete
        || lists.getOrDefault("hostkeyalgorithms", Set.of()).stream()
            .flatMap(List::stream)
            .anyMatch(word -> !word.startsWith("+") && !word.startsWith("-"));
  }

  /** Something was not looked at: anything may stand there. */
  private void miss() {
    relevant = true;
    perAddress = true;
    complete = false;
  }

  private void read(Path file, Path base, int depth) {
    try {
      String text = source.text(file, StandardCharsets.ISO_8859_1).orElse("");
      for (String line : text.lines().toList()) {
        Optional<ConfigLine> said = ConfigLine.parse(line);
        if (said.isPresent()) {
          take(said.get(), base, depth);
        }
      }
    } catch (IOException e) {
      miss(); // ssh will say what is wrong with it
    }
  }

  private void take(ConfigLine line, Path base, int depth) throws IOException {
    if (line.words().isEmpty()) {
      relevant = true; // ssh refuses it, and says so
      return;
    }
    List<String> words = line.words().get();
    if (line.keyword().equals("host")) {
      hostLines.add(words);
    } else if (line.keyword().equals("include")) {
      for (String pattern : words) {
        include(pattern, base, depth);
      }
    } else if (ConfigKeywords.matters(line.keyword())) {
      relevant = true;
      perAddress |=
          PER_ADDRESS.contains(line.keyword())
              || words.stream().anyMatch(word -> word.contains("%"));
      lists.computeIfAbsent(line.keyword(), key -> new LinkedHashSet<>()).add(words);
    }
  }

  private void include(String pattern, Path base, int depth) throws IOException {
    String path = pattern.startsWith("~/") ? home + pattern.substring(1) : pattern;
    Path absolute = base.resolve(path);
    Path folder = absolute.getParent();
    if (depth >= DEEPEST || folder == null || folder.toString().matches(".*[*?\\[{].*")) {
      miss();
      return;
    }
    for (Path file : source.matching(folder, String.valueOf(absolute.getFileName()))) {
      read(file, base, depth + 1);
    }
  }
}
