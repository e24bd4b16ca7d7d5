package io.walterfleet.app;

import io.walterfleet.remote.ShellQuoting;

/** A word of a command line that is shown or written down, so that it can be typed again. */
public final class MaskedWord {
  private MaskedWord() {}

  /** The word without the secrets that an address can hold, quoted where a shell needs it. */
  public static String of(String word) {
    String safe =
        word.replaceAll("://[^/@\\s]*@", "://...@").replaceAll("(://[^?\\s]*)\\?\\S*", "$1?...");
    return ShellQuoting.shown(safe);
  }

  /** The same of a file's name, which is never taken for an option. */
  public static String ofFile(String file) {
    return of(file.startsWith("-") ? "./" + file : file);
  }
}
