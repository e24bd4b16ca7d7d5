package io.walterfleet.format;

/** Numbers with their nouns. */
public final class Plural {
  private Plural() {}

  public static String machines(int number) {
    return of(number, "machine");
  }

  public static String of(int number, String noun) {
    String plural = noun.endsWith("ch") ? noun + "es" : noun + "s";
    return number + " " + (number == 1 ? noun : plural);
  }
}
