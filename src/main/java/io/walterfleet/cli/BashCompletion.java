package io.walterfleet.cli;

import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * A completion script for bash, which zsh reads, too: commands, options and their words as the
 * parser's library writes them; names are asked of the program.
 */
final class BashCompletion {
  /**
   * Asks only where nothing else can stand. What it is told is never expanded by the shell, and
   * bash, which cuts words at colons and equals signs, gets what follows the last of them.
   */
  private static final String NAMES =
      """

      # Machines, groups, tags and runs, as the program knows them.
      function _walter_fleet_with_names() {
        _complete_walter-fleet "$@"
        local line="${COMP_LINE:0:$COMP_POINT}" word head="" name
        word="${line##*[[:space:]]}"
        if [[ ${#COMPREPLY[@]} -gt 0 || ( "$word" == -* && "$word" != *=* ) ]]; then return 0; fi
        if [[ "$COMP_WORDBREAKS" == *:*=* || "$COMP_WORDBREAKS" == *=*:* ]]; then head="${word%"${word##*[:=]}"}"; fi
        while IFS= read -r name; do
          COMPREPLY+=("${name#"$head"}")
        done < <("$1" completion names "$line" 2>/dev/null)
        return 0
      }
      complete -F _walter_fleet_with_names -o default walter-fleet walter-fleet.sh walter-fleet.bash
      """;

  private BashCompletion() {}

  /** The whole script; it ends with a line feed. */
  static String of(CommandLine line) {
    return AutoComplete.bash(line.getCommandName(), line) + NAMES;
  }
}
