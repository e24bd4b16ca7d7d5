package io.walterfleet.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The remote scripts, as they lie in {@code resources/remote}, made ready to be sent.
 *
 * <p>The first line of a script names the files that it uses, in order. Comment lines and
 * indentation stay out of what is sent; no script has a text of many lines where they would count.
 */
final class Scripts {
  private static final String FOLDER = "/remote/";
  private static final String USES = "# uses:";

  private final Map<String, String> programs = new ConcurrentHashMap<>();

  /** The functions of a script and of all files that it uses, without the call of {@code main}. */
  String program(String name) {
    return programs.computeIfAbsent(name, Scripts::assembled);
  }

  private static String assembled(String name) {
    List<String> lines = lines(name);
    String first = lines.get(0);
    String[] used =
        first.startsWith(USES)
            ? first.substring(USES.length()).strip().split(" ", -1)
            : new String[0];
    return Stream.concat(Stream.of(used), Stream.of(name))
        .flatMap(file -> lines(file).stream())
        .map(String::stripLeading)
        .filter(line -> !line.startsWith("#") && !line.isEmpty())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<String> lines(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("no remote script " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
