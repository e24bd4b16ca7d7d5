package io.walterfleet.fleet;

import java.util.Set;
import java.util.TreeSet;

/** The group that a machine is in, and the tags that it carries. */
public record Membership(String group, Set<String> tags) {
  public Membership {
    tags = java.util.Collections.unmodifiableSet(new TreeSet<>(tags));
  }
}
