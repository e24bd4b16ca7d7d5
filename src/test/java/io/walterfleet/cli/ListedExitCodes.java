package io.walterfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.rollout.ExitCode;
import java.util.List;

/** No command ends with an exit code that its help does not list. */
public final class ListedExitCodes {
  private ListedExitCodes() {}

  /**
   * Holds a command line that ran against the rule.
   *
   * @param words as they were typed
   */
  public static void check(int code, List<String> words) {
    Commands.in(words)
        .ifPresent(
            command ->
                assertThat(CommandManual.of(command).exitCodes().stream().map(ExitCode::number))
                    .as("listed by %s --help, for %s", command.word(), words)
                    .contains(code));
  }
}
