package io.walterfleet.inventory;

import java.util.Set;

/**
 * A group while its machines are read.
 *
 * @param name its name
 * @param tags the tags that its machines get from it
 * @param wishes the sections beyond a machine's own that say what is wanted
 * @param ssh the sections beyond a machine's own that say how it is reached
 */
record Group(String name, Set<String> tags, Levels wishes, Levels ssh) {
  Group {
    tags = Set.copyOf(tags);
  }
}
