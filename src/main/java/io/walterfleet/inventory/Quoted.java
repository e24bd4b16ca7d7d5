package io.walterfleet.inventory;

import io.walterfleet.fleet.Controls;

/** Text from a file as it is shown in a message: in quotes, short, and harmless to a terminal. */
public final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  /** The text between quotes. */
  public static String of(String text) {
    return "'" + plain(text) + "'";
  }

  /** The same without quotes. */
  static String plain(String text) {
    return Controls.escaped(text, LONGEST);
  }
}
