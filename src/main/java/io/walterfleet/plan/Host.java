package io.walterfleet.plan;

import java.util.Set;

/**
 * The machine below Docker.
 *
 * @param freeKilobytes free space on the file system of the home
 * @param staged the sha256 of each bundle that lies ready
 * @param data what is known of the space that the data take
 */
public record Host(long freeKilobytes, Set<String> staged, Data data) {
  public Host {
    staged = Set.copyOf(staged);
  }

  /** A machine whose data were never measured. */
  public Host(long freeKilobytes, Set<String> staged) {
    this(freeKilobytes, staged, Data.UNMEASURED);
  }

  /**
   * The space that the volumes take.
   *
   * @param kilobytes what both held at the last backup; 0 where that is not known
   * @param freeKilobytes free space on the file system where docker keeps them
   * @param shared whether that is the one of the home
   */
  public record Data(long kilobytes, long freeKilobytes, boolean shared) {
    public static final Data UNMEASURED = new Data(0, 0, true);
  }
}
