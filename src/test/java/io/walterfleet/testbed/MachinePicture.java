package io.walterfleet.testbed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * What a loopback machine holds, file by file, so that two machines can be compared: its home, its
 * containers, images and volumes.
 *
 * <p>Left out is only what differs by its nature: times, ids of runs and containers, logs. Names,
 * paths and ports are named, time stamps are counted, and an archive is compared by what is in it.
 */
public final class MachinePicture {
  private static final Pattern STAMP = Pattern.compile("\\d{8}T\\d{6}Z(?!-)");
  private static final Pattern BY_NATURE =
      Pattern.compile("(?m)^(at|made|inode|run|bytes|id|created|started|label\\.config-hash)=.*$");
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "home/\\.walter-fleet/(steps|lock|audit\\.log|salt)(/.*)?|docker/(calls|events|lock|faults)");

  /** What a Walter makes up at its first start. */
  private static final Pattern RANDOM = Pattern.compile("^[0-9a-f]{64}$");

  private static final Pattern CONTENT_VARIES =
      Pattern.compile("home/\\.walter-fleet/backups/[^/]*/(marks|checksums|packed|still)");

  private final LoopbackMachine machine;
  private final List<String> stamps = new ArrayList<>();

  private MachinePicture(LoopbackMachine machine) {
    this.machine = machine;
  }

  /** What each file of a machine holds, by its name. */
  public static Map<String, String> of(LoopbackMachine machine) throws IOException {
    return new MachinePicture(machine).take();
  }

  /** What is another in one picture than in the one that is wanted. */
  public static List<String> differences(Map<String, String> wanted, Map<String, String> found) {
    Set<String> names = new TreeSet<>(wanted.keySet());
    names.addAll(found.keySet());
    List<String> different = new ArrayList<>();
    for (String name : names) {
      String one = wanted.getOrDefault(name, "(absent)");
      String other = found.getOrDefault(name, "(absent)");
      if (!one.equals(other)) {
        different.add(name + " is " + other + ", not " + one);
      }
    }
    return different;
  }

  private Map<String, String> take() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String part : List.of("home", "docker")) {
      try (Stream<Path> paths = Files.walk(machine.directory().resolve(part))) {
        paths.forEach(found::add);
      }
    }
    found.stream().map(Path::toString).forEach(this::count);
    stamps.sort(null);
    Map<String, String> files = new TreeMap<>();
    for (Path path : found) {
      String name = machine.directory().relativize(path).toString();
      if (!LEFT_OUT.matcher(name).matches()) {
        files.put(named(label(path, name)), line(path, name));
      }
    }
    return files;
  }

  private void count(String name) {
    Matcher stamp = STAMP.matcher(name);
    while (stamp.find()) {
      if (!stamps.contains(stamp.group())) {
        stamps.add(stamp.group());
      }
    }
  }

  /** A container's file is called by its id, which no two machines have in common. */
  private static String label(Path path, String name) throws IOException {
    if (!name.matches("docker/containers/[0-9a-f]+")) {
      return name;
    }
    Matcher container = Pattern.compile("(?m)^name=(.*)$").matcher(Files.readString(path));
    return "docker/containers/" + (container.find() ? container.group(1) : name);
  }

  private String line(Path path, String name) throws IOException {
    String mode =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    if (Files.isDirectory(path)) {
      return "directory " + mode;
    }
    return mode + " " + content(path, name);
  }

  private String content(Path path, String name) throws IOException {
    if (CONTENT_VARIES.matcher(name).matches()) {
      return "(present)";
    }
    if (name.endsWith(".tar.gz")) {
      return archive(path).toString();
    }
    if (name.startsWith("docker/volumes/")
        && RANDOM.matcher(Files.readString(path, ISO_8859_1)).matches()) {
      return "(random)";
    }
    return BY_NATURE.matcher(named(Files.readString(path, ISO_8859_1))).replaceAll("$1=…");
  }

  private String named(String text) {
    String plain =
        text.replace(machine.directory().toString(), "MACHINE")
            .replace(machine.name(), "NAME")
            .replaceAll("\\b" + machine.httpsPort() + "\\b", "HTTPS")
            .replaceAll("\\b" + machine.httpPort() + "\\b", "HTTP");
    for (int i = 0; i < stamps.size(); i++) {
      plain = plain.replace(stamps.get(i), "STAMP" + (i + 1));
    }
    // the stamp of a run that kept nothing
    return STAMP.matcher(plain).replaceAll("STAMP");
  }

  private static Map<String, String> archive(Path path) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (InputStream in = Files.newInputStream(path);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GzipCompressorInputStream(new BufferedInputStream(in)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.put(
            entry.getName(),
            entry.getMode()
                + " "
                + entry.getLongUserId()
                + " "
                + new String(tar.readAllBytes(), ISO_8859_1));
      }
    }
    return entries;
  }
}
