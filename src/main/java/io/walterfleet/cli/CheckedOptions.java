package io.walterfleet.cli;

import io.walterfleet.app.UsageException;

/** Options whose values are checked before their command begins. */
interface CheckedOptions {
  /** Refuses what cannot be meant, whatever the command would have refused first. */
  void check() throws UsageException;
}
