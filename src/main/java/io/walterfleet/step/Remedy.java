package io.walterfleet.step;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Machine;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a script advises by a word where that is a command of this program: a machine knows neither
 * the inventory nor what it is called there, so the command is written here.
 */
enum Remedy {
  SEE_STATUS("look at it: ", "status", ""),
  SEE_STATUS_THEN_APPLY("look at it: ", "status", "; then run apply again"),
  SEE_BACKUPS("see what there is: ", "backups", ""),
  BACK_OR_RETARGET("to put it back: ", "rollback", "; to go on to this one: ", "apply --retarget"),
  LOOK_OR_RETARGET("look at it; to begin anew: ", "apply --retarget", ""),
  GO_ON_OR_BACK("to go on with it: ", "apply", "; to put the machine back: ", "rollback"),
  MEND_OR_BACK(
      "read that and mend it, then run apply again; to put the machine back: ", "rollback", ""),
  ONWARD_OR_WITHOUT_DATA(
      "go on to the new release, or restore the data by hand; if you know that the old release can"
          + " run on the schema as it is now: ",
      "rollback --data none",
      ""),
  LOOK_OR_MAKE_ROOM(
      "look at it, make it writable, or free some space there, then run the same again; to remove old"
          + " backups: ",
      "backups --prune 1",
      ""),
  MAKE_ROOM(
      "make it writable, or free some space there, then run the same again; to remove old backups: ",
      "backups --prune 1",
      "");

  private final String before;
  private final String command;
  private final String between;
  private final String other;

  Remedy(String before, String command, String after) {
    this(before, command, after, "");
  }

  Remedy(String before, String command, String between, String other) {
    this.before = before;
    this.command = command;
    this.between = between;
    this.other = other;
  }

  /** The one that goes by this word. */
  static Optional<Remedy> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  /** The word that scripts use. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The advice, for this machine. */
  String text(Machine machine) {
    String last = other.isEmpty() ? "" : Advice.of(other, machine.name()).line();
    return before + Advice.of(command, machine.name()).line() + between + last;
  }
}
