package io.walterfleet.ssh.hostkey;

import io.walterfleet.ssh.hostkey.HostNames.Patterns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** A known hosts file as it was when it was read; plain names are found without a search. */
final class KnownHostsFile {
  private static final Pattern FIRST = Pattern.compile("\\S+[ \t]+\\d+[ \t]+\\d+[ \t]+\\d+.*");

  private final Map<String, List<KnownKey>> byName = new HashMap<>();
  private final List<KnownKey> others = new ArrayList<>();
  private OptionalInt firstStrangeLine = OptionalInt.empty();

  private KnownHostsFile() {}

  /** Reads the text of a file. */
  static KnownHostsFile of(String text, Path path) {
    KnownHostsFile file = new KnownHostsFile();
    int line = 0;
    for (String each : text.split("\n", -1)) {
      Optional<KnownKey> key = KnownKey.parse(each, path, ++line);
      key.ifPresent(file::add);
      if (key.isEmpty() && file.firstStrangeLine.isEmpty() && !mayStand(each)) {
        file.firstStrangeLine = OptionalInt.of(line);
      }
    }
    return file;
  }

  /** Blank lines, comments, and keys of the first version of the protocol. */
  private static boolean mayStand(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#") || FIRST.matcher(line).matches();
  }

  /** Counted from 1: a line that no known hosts file has; ssh would skip it. */
  OptionalInt firstStrangeLine() {
    return firstStrangeLine;
  }

  /** The lines about a host. */
  List<KnownKey> about(String host) {
    List<KnownKey> found = new ArrayList<>(byName.getOrDefault(host, List.of()));
    others.stream().filter(known -> known.names().include(host)).forEach(found::add);
    return found;
  }

  /** Whether its names are hashed; then a name that is added is hashed, too. */
  boolean isHashed() {
    return others.stream().anyMatch(known -> known.names() instanceof HostNames.Hashed);
  }

  private void add(KnownKey known) {
    if (known.names() instanceof Patterns names && names.isPlain()) {
      names
          .patterns()
          .forEach(name -> byName.computeIfAbsent(name, key -> new ArrayList<>()).add(known));
    } else {
      others.add(known);
    }
  }
}
