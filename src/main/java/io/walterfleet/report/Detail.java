package io.walterfleet.report;

/** How much a reader wants to see. */
public enum Detail {
  /** The closing line alone. */
  QUIET,
  /** What is alike is said once. */
  NORMAL,
  /** Each machine by itself. */
  VERBOSE
}
