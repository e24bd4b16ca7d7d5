package io.walterfleet.watch;

import io.walterfleet.fleet.Fleet;

/** Where a watch has its fleet from. */
public interface Inventory {
  /** Tells one state of the files from another; cheap, and never fails. */
  String stamp();

  /** Reads the fleet. */
  Reading read();

  /** What reading gives. */
  sealed interface Reading {
    /** The fleet. */
    record Good(Fleet fleet) implements Reading {}

    /** Nothing; the problems are fit to show. */
    record Bad(String problems) implements Reading {}
  }
}
