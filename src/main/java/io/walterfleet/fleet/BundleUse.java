package io.walterfleet.fleet;

import java.util.Locale;

/** When the vendor's current bundle replaces the one that a machine has. */
public enum BundleUse {
  /** Whenever the machine has another one. */
  CURRENT,
  /** Together with the next other change; an older or a foreign bundle alone is left as it is. */
  KEEP;

  /** The word in inventories. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
