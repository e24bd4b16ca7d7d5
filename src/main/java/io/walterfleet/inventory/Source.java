package io.walterfleet.inventory;

import io.walterfleet.fleet.Place;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;

/**
 * One inventory file while it is read.
 *
 * @param path the file, as the user named it
 * @param home the home directory on the controller, for a leading {@code ~}
 * @param base the directory that relative paths count from instead of the file's own
 * @param isMade whether no person wrote it to where it lies, so that no path can count from there
 * @param problems where problems of all files of this reading go
 */
record Source(Path path, Path home, Optional<Path> base, boolean isMade, Problems problems) {
  String name() {
    return path.toString();
  }

  /** Reports a problem of this file, or of the inventory that it is a part of. */
  void refuse(Place place, String message, String fix) {
    problems.add(place, message, fix);
  }

  /** The file that a relative path means. */
  Path beside(String text) {
    return base.map(from -> from.resolve(text)).orElse(path.resolveSibling(text));
  }

  /** The place of a mark; SnakeYAML counts from 0. */
  Place at(Mark mark) {
    return new Place(name(), mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** How messages about another file call this place: its line, or the file too if it differs. */
  String called(Place other) {
    return other.file().equals(name()) ? "line " + other.line() : other.toString();
  }
}
