package io.walterfleet.app;

import java.nio.file.Path;
import java.util.List;

/**
 * What was chosen of an inventory.
 *
 * @param paths of its files and directories
 * @param machines that it has, chosen or not
 * @param part as it was named; empty for all machines
 */
public record Chosen(List<Path> paths, int machines, String part) {
  public Chosen {
    paths = List.copyOf(paths);
  }
}
