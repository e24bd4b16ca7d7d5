package io.walterfleet.adoption;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A machine that may run Walter.
 *
 * @param ssh keys of {@code ssh} in an inventory, and their values
 */
public record Candidate(
    String name, String group, Set<String> tags, String address, Map<String, String> ssh) {
  /** The group of machines of which nothing says another one. */
  static final String GROUP = "servers";

  public Candidate {
    tags = java.util.Collections.unmodifiableSet(new TreeSet<>(tags));
    ssh = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(ssh));
  }

  /** What tells it from any other machine: behind another bastion, an address is another one. */
  String destination() {
    return String.join(
        " ",
        address,
        ssh.getOrDefault("port", "22"),
        ssh.getOrDefault("user", ""),
        ssh.getOrDefault("jump", ""));
  }

  /** The same with another name. */
  Candidate named(String other) {
    return new Candidate(other, group, tags, address, ssh);
  }

  /** The same, reached otherwise. */
  public Candidate with(Map<String, String> other) {
    return new Candidate(name, group, tags, address, other);
  }

  /** The text as inventories allow it as a name. */
  static String name(String text) {
    String allowed = text.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
    String whole = allowed.isEmpty() || allowed.equals("all") ? "machine-" + allowed : allowed;
    return whole.substring(0, Math.min(100, whole.length()));
  }
}
