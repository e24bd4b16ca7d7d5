package io.walterfleet.browser;

import io.walterfleet.browser.Chromium.Screen;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many machines are looked at, and on what: few and many, a desk and a phone, light and dark.
 * All eight with {@code -Dwalter-fleet.looks=all}; else each half of them for every other page, as
 * nothing of a page depends on more than two of the three.
 */
public record Look(int machines, int width, boolean dark) {
  private static final boolean ALL = "all".equals(System.getProperty("walter-fleet.looks"));

  private static final List<Look> HALF =
      List.of(
          new Look(6, 1280, false),
          new Look(6, 390, true),
          new Look(300, 1280, true),
          new Look(300, 390, false));

  /** One half. */
  public static Stream<Look> half() {
    return ALL ? all() : HALF.stream();
  }

  /** The other half. */
  public static Stream<Look> otherHalf() {
    return ALL ? all() : HALF.stream().map(Look::inverse);
  }

  /** A quick one, for pages that other tests look at, too. */
  public static Stream<Look> quick() {
    return ALL ? all() : Stream.of(new Look(6, 390, true));
  }

  private static Stream<Look> all() {
    return HALF.stream().flatMap(look -> Stream.of(look, look.inverse()));
  }

  private Look inverse() {
    return new Look(machines, width, !dark);
  }

  /** The screen that it is looked at on. */
  public Screen screen() {
    return new Screen(width, 850, dark);
  }

  @Override
  public String toString() {
    return machines + "-" + width + (dark ? "-dark" : "");
  }
}
