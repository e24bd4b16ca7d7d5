package io.walterfleet.plan;

import java.util.Locale;

/** What becomes of the two volumes when a machine goes back to a backup. */
public enum RestoredData {
  /** They go back if the run of that backup began to migrate the schema. */
  AUTO,
  /** They go back. */
  VOLUMES,
  /** They stay as they are. */
  NONE;

  /** The word for it on a command line and in a script. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
