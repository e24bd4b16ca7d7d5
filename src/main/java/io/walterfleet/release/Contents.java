package io.walterfleet.release;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths of an archive, checked as they are added: all below {@code walter-onprem/}, each once,
 * none that leads elsewhere.
 */
final class Contents {
  private static final String TOP = "walter-onprem";

  /** The names that Compose looks for by itself. */
  private static final List<String> COMPOSE_FILES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

  private static final int OWNER_MAY_RUN = 0100;

  private final Map<String, What> seen = new HashMap<>();
  private int entries;
  private int files;

  private enum What {
    /** A directory with an entry of its own. */
    DIRECTORY,
    /** A directory that only the paths below it name. */
    IMPLIED,
    FILE,
    PROGRAM
  }

  /** Adds an entry by the path that the archive gives it. */
  void add(String name, boolean directory, int mode) throws Refused {
    String path = normal(name);
    What what = directory ? What.DIRECTORY : runs(mode) ? What.PROGRAM : What.FILE;
    if (!path.equals(TOP) && !path.startsWith(TOP + "/")) {
      throw new Refused("has an entry outside " + TOP + "/: " + shown(name));
    }
    if (path.equals(TOP) && !directory) {
      throw new Refused("has a file where the directory " + TOP + " should be");
    }
    if (path.equals(TOP + "/.env.deploy")) {
      throw new Refused("has a .env.deploy of its own, which belongs to each machine");
    }
    What before = seen.put(path, what);
    if (before != null && !(before == What.IMPLIED && directory)) {
      throw new Refused("has an entry twice: " + shown(name));
    }
    addParents(path);
    entries++;
    files += directory ? 0 : 1;
  }

  /** Whether all is there that makes a Walter bundle (WALTER.md, D and A). */
  void checkComplete() throws Refused {
    if (seen.get(TOP + "/bin/walter-onprem") != What.PROGRAM) {
      throw new Refused(
          "does not look like a Walter bundle: " + TOP + "/bin/walter-onprem is not a program");
    }
    if (COMPOSE_FILES.stream().noneMatch(this::isFile)) {
      throw new Refused(
          "does not look like a Walter bundle: "
              + TOP
              + "/compose.yml is missing, and so is any other name of a compose file");
    }
  }

  private boolean isFile(String name) {
    What what = seen.get(TOP + "/" + name);
    return what == What.FILE || what == What.PROGRAM;
  }

  int entries() {
    return entries;
  }

  int files() {
    return files;
  }

  private void addParents(String path) throws Refused {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String parent = path.substring(0, slash);
      What before = seen.putIfAbsent(parent, What.IMPLIED);
      if (before == What.FILE || before == What.PROGRAM) {
        throw new Refused("has a file that is a directory as well: " + shown(parent));
      }
    }
  }

  /** The path without empty parts and without "."; one that leads elsewhere is refused. */
  private static String normal(String name) throws Refused {
    if (name.startsWith("/")) {
      throw new Refused("has an absolute path: " + shown(name));
    }
    if (!Sanitizer.isPlain(name) || name.contains("\\") || name.contains("\uFFFD")) {
      throw new Refused("has a path with a character that has no place there: " + shown(name));
    }
    List<String> parts = Arrays.asList(name.split("/"));
    if (parts.contains("..")) {
      throw new Refused("has a path that climbs out: " + shown(name));
    }
    return parts.stream()
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .collect(joining("/"));
  }

  private static boolean runs(int mode) {
    return (mode & OWNER_MAY_RUN) != 0;
  }

  private static String shown(String name) {
    return "'" + Sanitizer.of(name) + "'";
  }
}
