package io.walterfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.app.Adapters;
import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Console;
import io.walterfleet.app.Environment;
import io.walterfleet.app.InventoryName;
import io.walterfleet.app.Outlet;
import io.walterfleet.app.Signals;
import io.walterfleet.messages.Wording;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * The commands of this program in what it printed: each is one that the real parser understands, is
 * told the inventory that was typed, and if it changes machines, says which.
 */
public final class PrintedCommands {
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?<![\\w./'-])(?<!<!-- )walter-fleet ((?:"
              + Arrays.stream(Commands.values())
                  .map(Commands::word)
                  .collect(Collectors.joining("|"))
              + ")(?: [^;\\n\"|<`]*)?)(?=[;\\n\"|<`]|$)");
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\\\\'|[^\\s'])+");
  private static final Pattern LONG_MESSAGE = Pattern.compile("(?m)^ {4}fix: .*$");

  /** What a program printed for a plan. */
  private static final Pattern KEPT = Pattern.compile(".*/inventories/[0-9a-f]{32}\\.yml");

  private PrintedCommands() {}

  private static final class Parser {
    static final CommandLine LINE =
        CommandTree.whole(
            new CommandRuntime(
                new Console(
                    new Outlet(Writer.nullWriter(), () -> false),
                    new PrintWriter(Writer.nullWriter()),
                    new BufferedReader(new StringReader("")),
                    Console.Terminal.NONE),
                new Environment(Map.of(), Path.of("/"), InstantSource.system(), "1"),
                new Adapters(
                    new Adapters.Factories(
                        log -> {
                          throw neverRun();
                        },
                        fleet -> {
                          throw neverRun();
                        },
                        () -> {
                          throw neverRun();
                        },
                        (program, warden) -> {
                          throw neverRun();
                        }),
                    pause -> {},
                    new Adapters.ControllerId(() -> "", () -> ""),
                    (keep, console, around, signals) -> 0),
                new Signals() {
                  @Override
                  public void handle(Runnable onSignal) {}

                  @Override
                  public void leave(int exitCode) {}
                }));
  }

  private static IllegalStateException neverRun() {
    return new IllegalStateException("a command line is parsed, not run");
  }

  /** The words of each command in a text, behind the program's name. */
  public static List<List<String>> in(String text) {
    return COMMAND.matcher(text).results().map(found -> words(found.group(1))).toList();
  }

  private static List<String> words(String line) {
    return WORD.matcher(line.replace("'\\''", "\u0000"))
        .results()
        .map(MatchResult::group)
        .map(word -> word.replace("'", "").replace('\u0000', '\''))
        .toList();
  }

  /** The machines that a command names. */
  public static Set<String> machines(List<String> words) {
    String limit =
        end(words).matchedOptionValue('l', java.util.Optional.<String>empty()).orElse("");
    return limit.isEmpty() ? Set.of() : Set.of(limit.split(":"));
  }

  /**
   * Holds a text against the rule.
   *
   * @param typed the words of the command line that printed it
   */
  public static void check(String text, List<String> typed) {
    if (isForPeople(text) && !typed.contains("completion")) {
      assertThat(Wording.faultsOf(text)).as("printed by %s", typed).isEmpty();
    }
    if (text.contains("Usage: walter-fleet")
        || Stream.of("demo", "completion", "history").anyMatch(typed::contains)) {
      return;
    }
    Matcher fix = LONG_MESSAGE.matcher(text);
    while (fix.find()) {
      in(fix.group()).forEach(words -> check(words, typed));
    }
  }

  private static boolean isForPeople(String text) {
    return !text.startsWith("<") && !text.startsWith("{");
  }

  private static void check(List<String> words, List<String> typed) {
    ParseResult result;
    try {
      result = end(words);
    } catch (CommandLine.ParameterException wrong) {
      throw new AssertionError("printed, and not understood: " + words, wrong);
    }
    if (words.contains("--help")) {
      return;
    }
    if (result.commandSpec().findOption('i') != null) {
      List<InventoryName> named = result.matchedOptionValue('i', List.of());
      if (named.stream().anyMatch(one -> KEPT.matcher(one.word()).matches())) {
        return;
      }
      assertThat(named.stream().map(InventoryName::word))
          .as("the inventory of %s, printed by %s", words, typed)
          .containsExactlyElementsOf(inventories(typed));
    }
    boolean isSame = typed.contains(words.get(0));
    if (changesMachines(words) && !isSame) {
      assertThat(result.hasMatchedOption('l') || words.contains("--run"))
          .as("%s, printed by %s, says which machines", words, typed)
          .isTrue();
    }
  }

  private static boolean changesMachines(List<String> words) {
    return switch (words.get(0)) {
      case "apply", "rollback", "unlock" -> true;
      case "backups" -> words.contains("--prune");
      case "drift" -> words.contains("--correct");
      default -> false;
    };
  }

  private static ParseResult end(List<String> words) {
    return Parser.LINE.parseArgs(words.toArray(String[]::new)).subcommand();
  }

  private static List<String> inventories(List<String> typed) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i + 1 < typed.size(); i++) {
      if (typed.get(i).equals("-i")) {
        all.add(typed.get(i + 1));
      }
    }
    return all;
  }
}
