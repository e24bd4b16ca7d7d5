package io.walterfleet.step;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a machine holds, file by file, so that two machines can be compared.
 *
 * <p>Left out is only what differs from run to run by its nature: times, ids of runs and
 * containers, logs. Archives are compared by what is in them.
 */
final class Picture {
  private static final Pattern STAMP = Pattern.compile("\\d{8}T\\d{6}Z");
  private static final Pattern BY_NATURE = Pattern.compile("(?m)^(at|made|inode|run|bytes)=.*$");
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "home/\\.walter-fleet/(steps|lock|audit\\.log|salt)(/.*)?"
              + "|bin/state/(calls|fail|hook|setup)(/.*)?|bin/state/containers/[^/]*/(id|started|hash)");
  private static final Pattern CONTENT_VARIES =
      Pattern.compile("home/\\.walter-fleet/backups/[^/]*/(marks|checksums|.*\\.dump)");

  private Picture() {}

  static Map<String, String> of(Bench bench) throws Exception {
    Map<String, String> files = new TreeMap<>();
    for (String part : new String[] {"home", "bin/state"}) {
      try (Stream<Path> paths = Files.walk(bench.root().resolve(part))) {
        for (Path path : (Iterable<Path>) paths::iterator) {
          String name = bench.root().relativize(path).toString();
          if (!LEFT_OUT.matcher(name).matches()) {
            files.put(STAMP.matcher(name).replaceAll("STAMP"), line(path, name));
          }
        }
      }
    }
    return files;
  }

  private static String line(Path path, String name) throws Exception {
    String mode =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    if (Files.isDirectory(path)) {
      return "directory " + mode;
    }
    return mode + " " + STAMP.matcher(content(path, name)).replaceAll("STAMP");
  }

  private static String content(Path path, String name) throws Exception {
    if (CONTENT_VARIES.matcher(name).matches()) {
      return "(present)";
    }
    return name.endsWith(".tar.gz") ? listing(path) : text(path);
  }

  private static String text(Path path) throws IOException {
    return BY_NATURE.matcher(Files.readString(path)).replaceAll("$1=…");
  }

  private static String listing(Path archive) throws Exception {
    Process tar =
        new ProcessBuilder("tar", "-xOzf", archive.toString()).redirectErrorStream(true).start();
    String words = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return tar.waitFor() + " " + words;
  }
}
