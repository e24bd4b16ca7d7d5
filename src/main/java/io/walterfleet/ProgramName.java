package io.walterfleet;

import io.walterfleet.remote.ShellQuoting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** How this program is called, so that a command that it advises can be pasted. */
final class ProgramName {
  /** Where it is found by its name. */
  static final String USUAL = "walter-fleet";

  private ProgramName() {}

  /**
   * What a command line of it begins with.
   *
   * @param file the packed program, as it was called or as the shell found it
   * @param path the directories in which a shell looks for programs
   */
  static String of(String file, String path) {
    String shown = file.matches("[A-Za-z0-9_./+@%-]+") ? file : ShellQuoting.quoted(file);
    if (file.endsWith(".jar")) {
      return "java -jar " + shown;
    }
    if (!file.contains("/")) {
      return "./" + shown;
    }
    Path program = Path.of(file);
    Optional<Path> found =
        Arrays.stream(path.split(":"))
            .filter(directory -> !directory.isEmpty())
            .map(directory -> Path.of(directory).resolve(USUAL))
            .filter(Files::isExecutable)
            .findFirst();
    return found.isPresent() && found.get().equals(program) ? USUAL : shown;
  }
}
