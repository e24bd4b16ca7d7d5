package io.walterfleet.ssh;

import io.walterfleet.ssh.HostNames.Patterns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A known hosts file as it was when it was read; plain names are found without a search. */
final class KnownHostsFile {
  private final Map<String, List<KnownKey>> byName = new HashMap<>();
  private final List<KnownKey> others = new ArrayList<>();

  private KnownHostsFile() {}

  /** Reads a file; one that is not there has no lines. */
  static KnownHostsFile read(Path path) throws IOException {
    KnownHostsFile file = new KnownHostsFile();
    if (!Files.exists(path)) {
      return file;
    }
    int line = 0;
    String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    for (String each : text.split("\n", -1)) {
      KnownKey.parse(each, path, ++line).ifPresent(file::add);
    }
    return file;
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
