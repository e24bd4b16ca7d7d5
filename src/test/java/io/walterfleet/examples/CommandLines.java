package io.walterfleet.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command lines of this program in a file, without the program's name. */
final class CommandLines {
  private static final Pattern SHELL =
      Pattern.compile("(?:^|[ /:=-])walter-fleet ((?:[a-z]+)(?: [^#>|()]*)?)");
  private static final Pattern ARGUMENTS = Pattern.compile("^\\s*args: \\[(.*)\\]\\s*$");
  private static final List<String> VERBS =
      List.of("validate", "plan", "apply", "drift", "watch", "status", "history");

  private CommandLines() {}

  static List<String> in(Path file) {
    List<String> found = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher arguments = ARGUMENTS.matcher(line);
        Matcher shell = SHELL.matcher(line);
        if (arguments.matches()) {
          String words =
              arguments.group(1).replace(",", "").replace("$(JOB_COMPLETION_INDEX)", "0");
          found.add(words);
        } else if (shell.find() && VERBS.contains(shell.group(1).split(" ", 2)[0])) {
          found.add(shell.group(1).strip());
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return found;
  }
}
