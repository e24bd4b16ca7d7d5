package io.walterfleet.format;

import java.util.Locale;

/** How much a record of the log matters. */
public enum LogLevel {
  /** It goes as it should. */
  INFO,
  /** Somebody should know. */
  WARN,
  /** Something failed. */
  ERROR;

  /** The word in JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
