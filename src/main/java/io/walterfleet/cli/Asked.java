package io.walterfleet.cli;

/** What is asked of each machine. */
enum Asked {
  /** What a plan needs. */
  FACTS,
  /** That, and how its Walter is. */
  HEALTH
}
