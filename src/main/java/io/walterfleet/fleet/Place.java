package io.walterfleet.fleet;

/** A place in an inventory file, for messages; line and column count from 1. */
public record Place(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
