package io.walterfleet.report;

/** Numbers with their nouns. */
final class Plural {
  private Plural() {}

  static String machines(int number) {
    return of(number, "machine");
  }

  static String of(int number, String noun) {
    String plural = noun.endsWith("ch") ? noun + "es" : noun + "s";
    return number + " " + (number == 1 ? noun : plural);
  }
}
