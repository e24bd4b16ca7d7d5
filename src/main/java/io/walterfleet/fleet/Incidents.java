package io.walterfleet.fleet;

/** Where the details go of what should never happen and happened all the same. */
@FunctionalInterface
public interface Incidents {
  /**
   * Writes the details down.
   *
   * @return where they are, fit to show
   */
  String place(Throwable incident);
}
