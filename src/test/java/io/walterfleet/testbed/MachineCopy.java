package io.walterfleet.testbed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes one loopback machine what another is: its home and its docker, file by file, where names,
 * paths and ports become its own.
 *
 * <p>A journal names a directory by its inode, which is another one in a copy; so that is changed
 * too.
 */
record MachineCopy(LoopbackMachine from, LoopbackMachine to) {
  private static final List<String> PARTS = List.of("home", "docker");
  private static final Pattern INODE = Pattern.compile("(?m)^inode=(\\d+)$");

  void make() throws IOException, InterruptedException {
    for (String part : PARTS) {
      LocalCommand.of("rm", "-rf", to.directory().resolve(part).toString()).run();
      LocalCommand.of("cp", "-a", from.directory().resolve(part).toString(), to.directory() + "/")
          .run();
      rewrite(to.directory().resolve(part));
    }
    Files.deleteIfExists(to.directory().resolve("docker/calls"));
    noteInode();
    if (Files.exists(to.install().resolve("compose.yml"))) {
      // Compose compares a hash that holds the keys: let it see them once
      to.compose("up", "-d");
      Files.deleteIfExists(to.directory().resolve("docker/calls"));
    }
  }

  private void rewrite(Path part) throws IOException {
    try (Stream<Path> files = Files.walk(part)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".gz")) {
          String text = Files.readString(file, ISO_8859_1);
          String own = own(text);
          if (!own.equals(text)) {
            Files.writeString(file, own, ISO_8859_1);
          }
        }
      }
    }
  }

  private String own(String text) {
    String renamed =
        text.replace(from.directory().toString(), to.directory().toString())
            .replace(from.name(), to.name());
    return port(port(renamed, from.httpsPort(), to.httpsPort()), from.httpPort(), to.httpPort());
  }

  /** A port that stands alone: five digits are found within checksums too. */
  private static String port(String text, int from, int to) {
    return text.replaceAll("(?<![0-9a-zA-Z])" + from + "(?![0-9a-zA-Z])", Integer.toString(to));
  }

  private void noteInode() throws IOException {
    Path journal = to.home().resolve(".walter-fleet/journal");
    if (!Files.exists(journal)) {
      return;
    }
    String text = Files.readString(journal);
    Matcher noted = INODE.matcher(text);
    if (noted.find()) {
      for (String name : List.of("walter-onprem", "walter-onprem.walter-fleet-new")) {
        if (noted.group(1).equals(inode(from.home().resolve(name)))) {
          String own = inode(to.home().resolve(name));
          Files.writeString(journal, noted.replaceFirst("inode=" + own));
        }
      }
    }
  }

  private static String inode(Path file) throws IOException {
    return Files.exists(file) ? Files.getAttribute(file, "unix:ino").toString() : "none";
  }
}
