package io.walterfleet.ssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that we may log in with.
 *
 * @param files private keys, in the order in which they are tried
 * @param certificates certificates beside the ones that stand next to their key
 * @param agent the agent's socket
 * @param only nothing that the agent holds beyond the files
 */
record Credentials(List<Path> files, List<Path> certificates, Optional<Path> agent, boolean only) {
  Credentials {
    files = List.copyOf(files);
    certificates = List.copyOf(certificates);
  }

  /** The same, with another file before all others. */
  Credentials withFirst(Path file) {
    List<Path> all = new ArrayList<>(List.of(file));
    files.stream().filter(other -> !other.equals(file)).forEach(all::add);
    return new Credentials(all, certificates, agent, only);
  }
}
