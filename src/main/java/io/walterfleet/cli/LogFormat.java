package io.walterfleet.cli;

import io.walterfleet.app.Environment;
import java.util.List;
import java.util.Locale;

/** How standard error is written. */
enum LogFormat {
  TEXT,
  JSON;

  static final String OPTION = "--log-format";

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a shell completes. */
  @Override
  public String toString() {
    return word();
  }

  /**
   * What these words, or else a variable, ask for. They are looked through before they are
   * understood: what is wrong with them is for the log, too.
   */
  static LogFormat asked(List<String> words, Environment environment) {
    String asked = environment.variable(EnvironmentDefaults.variable(OPTION));
    String before = "";
    for (String word : words) {
      if (before.equals(OPTION)) {
        asked = word;
      } else if (word.startsWith(OPTION + "=")) {
        asked = word.substring(OPTION.length() + 1);
      }
      before = word;
    }
    return asked.equals(JSON.word()) ? JSON : TEXT;
  }
}
