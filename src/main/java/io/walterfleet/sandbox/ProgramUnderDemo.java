package io.walterfleet.sandbox;

import java.util.List;
import java.util.Map;

/** The program itself, as the demo uses it: one command line at a time. */
@FunctionalInterface
public interface ProgramUnderDemo {
  /**
   * Runs one command line, whose output goes where the program's output goes.
   *
   * @param words the words after {@code walter-fleet}
   * @param environment variables that are set for this command line
   * @return the exit code
   */
  int run(List<String> words, Map<String, String> environment);
}
