package io.walterfleet.inventory;

import io.walterfleet.fleet.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a change by people without the rights of the SSH key, before one of them is read.
 *
 * @param problems where refused ones are reported
 */
record ChangedFiles(Problems problems) {
  /** Reports files that are links, or files of the trusted inventory itself. */
  void check(List<Path> changed, List<Path> trusted) {
    Set<Path> base = new HashSet<>();
    trusted.forEach(file -> real(file).ifPresent(base::add));
    for (Path file : changed) {
      if (isBehindLink(file)) {
        refuse(file, "is behind a link, which could lead to what its authors may not read");
      } else if (real(file).filter(base::contains).isPresent()) {
        refuse(
            file, "belongs to the trusted inventory itself, so nothing would be held against it");
      }
    }
  }

  private void refuse(Path file, String message) {
    problems.add(
        Place.whole(file.toString()),
        message,
        "name the files of the change themselves, in a checkout of their own");
  }

  /** Above its directory, only a relative path can lead through a link of the change's. */
  private static boolean isBehindLink(Path file) {
    Path part = file;
    for (int above = 0; part != null && (above < 2 || !file.isAbsolute()); above++) {
      if (Files.isSymbolicLink(part)) {
        return true;
      }
      part = part.getParent();
    }
    return false;
  }

  private static Optional<Path> real(Path file) {
    try {
      return Optional.of(file.toRealPath());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
