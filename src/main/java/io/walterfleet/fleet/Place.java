package io.walterfleet.fleet;

/**
 * A place in an inventory file, for messages; line and column count from 1, and line 0 means the
 * file as a whole.
 */
public record Place(String file, int line, int column) {
  /** The file as a whole, when no line of it can be blamed. */
  public static Place whole(String file) {
    return new Place(file, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
