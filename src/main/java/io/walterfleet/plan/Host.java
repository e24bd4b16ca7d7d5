package io.walterfleet.plan;

import java.util.Set;

/**
 * The machine below Docker.
 *
 * @param arch as {@code uname -m} says it
 * @param freeKilobytes free space on the file system of the home
 * @param staged the sha256 of each bundle that lies ready
 */
public record Host(String arch, long freeKilobytes, Set<String> staged) {
  public Host {
    staged = Set.copyOf(staged);
  }
}
