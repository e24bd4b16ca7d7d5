package io.walterfleet.inventory;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Place;

/**
 * One thing that is wrong with an inventory, said to the person who wrote it.
 *
 * @param message what is wrong, in one line
 * @param fix what to do about it, in one line
 */
public record Problem(Place place, String message, String fix) {
  /**
   * The two lines that a user reads: place and message, then the fix. The name of a file may hold
   * anything, a line break too.
   */
  public String text() {
    return Controls.escaped(place + ": " + message) + "\n    fix: " + Controls.escaped(fix);
  }
}
