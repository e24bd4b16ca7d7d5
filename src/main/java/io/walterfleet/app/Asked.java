package io.walterfleet.app;

/** What is asked of each machine. */
public enum Asked {
  /** What a plan needs. */
  FACTS,
  /** That, and how its Walter is. */
  HEALTH
}
