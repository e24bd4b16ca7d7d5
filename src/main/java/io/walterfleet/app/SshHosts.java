package io.walterfleet.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * The names of hosts that an SSH config has, in its order: those that it says something about, and
 * no patterns. What it says of them is ssh's own matter.
 */
public final class SshHosts {
  /** Files that include files that include files; ssh allows more. */
  private static final int DEEPEST = 8;

  private static final int MOST_BYTES = 1 << 20;

  private final Path home;
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<Path> read = new LinkedHashSet<>();

  private SshHosts(Path home) {
    this.home = home;
  }

  /** Those of {@code ~/.ssh/config}; none where there is no such file. */
  public static List<String> of(Path home) {
    SshHosts hosts = new SshHosts(home);
    hosts.file(home.resolve(".ssh/config"), 0);
    return List.copyOf(hosts.names);
  }

  private void file(Path file, int depth) {
    if (depth > DEEPEST || !Files.isRegularFile(file) || !read.add(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> line(line.strip(), depth));
    } catch (IOException unreadable) {
      // ssh itself will say so; there are no names in it to choose from
    }
  }

  private void line(String line, int depth) {
    String[] words = line.replace('"', ' ').strip().split("[\\s=]+");
    List<String> values = List.of(words).subList(1, words.length);
    switch (words[0].toLowerCase(Locale.ROOT)) {
      case "host" ->
          values.stream()
              .takeWhile(name -> !name.startsWith("#"))
              .filter(name -> name.chars().noneMatch(one -> "*?!".indexOf(one) >= 0))
              .forEach(names::add);
      case "include" -> values.forEach(pattern -> included(pattern, depth));
      default -> {
        // all else is about hosts that are named elsewhere
      }
    }
  }

  /** Relative names count from {@code ~/.ssh}; the last part may be a pattern. */
  private void included(String pattern, int depth) {
    String rooted = pattern.startsWith("~/") ? home + pattern.substring(1) : pattern;
    Path path = home.resolve(".ssh").resolve(rooted);
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(path.getParent(), String.valueOf(path.getFileName()))) {
      all.forEach(files::add);
    } catch (IOException | PatternSyntaxException | NullPointerException nothing) {
      return;
    }
    files.stream().sorted().forEach(file -> file(file, depth + 1));
  }
}
